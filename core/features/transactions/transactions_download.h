// The movements of a customer's own accounts as a file.
#pragma once

#include "features/transactions/transactions_pages.h"
#include "view/data_table.h"

namespace portal::transactions {

// GET /transactions.csv?customer= and /transactions.json: all movements of one or all of the account's customers, each customer's
// newest first, with the balance after each. 404 for a customer that is none of the account's.
web::Response download(web::Request& request, Parts const& parts, view::DataForm form);

}
