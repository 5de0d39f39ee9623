// How a bill looks in lists: shared by the pages of this folder and the overview.
#pragma once

#include "features/invoices/invoices.h"
#include "view/format.h"
#include "view/model.h"
#include "view/texts.h"

#include <string>

namespace portal::invoices {

std::string path_of(InvoiceId invoice); // "/invoices/0123456789ABC"
// "maj 2018" when the service is of one month, "1. 1. 2018–31. 3. 2018" when of more; the month of issue without any.
std::string service_period(Invoice const& invoice, view::Format const& format);
// What a credit note gives, what any other bill asks for.
Money shown_amount(Invoice const& invoice);

// Sets is_open, is_paid and is_overdue, of which at most one is true, and replaced_by: a bill's number, empty for none.
void set_state(view::Model& model, Invoice const& invoice, Date today);
// A row as parts/invoice_row and invoices/list know it: url, period, number, amount, due, rest and the state.
view::Model row_model(Invoice const& invoice, Date today, view::Wording const& wording);

}
