// How a movement reads: shared by the page of this folder and the overview.
#pragma once

#include "features/transactions/transactions.h"
#include "view/format.h"
#include "view/model.h"
#include "view/texts.h"

#include <string>

namespace portal::transactions {

// "Račun 20180500081", "Plačilo".
std::string what_text(Movement const& movement, view::Texts const& texts);
// The page of the bill that it belongs to; "" when there is none.
std::string invoice_url(Movement const& movement);
// A row of parts/movement_rows: date, what, url, amount, is_payment.
view::Model short_row_model(Movement const& movement, view::Wording const& wording);
// Sets owes, in_credit and balance: the amount without its sign.
void set_balance(view::Model& model, Money balance, view::Format const& format);

}
