// A customer's own bills as a file.
#pragma once

#include "features/invoices/invoices_pages.h"
#include "view/data_table.h"

namespace portal::invoices {

// GET /invoices.csv?customer= and /invoices.json: all bills of one or all of the account's customers, each customer's newest first.
// 404 for a customer that is none of the account's. Amounts are as delivered.
web::Response download(web::Request& request, Parts const& parts, view::DataForm form);

}
