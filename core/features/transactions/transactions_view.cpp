#include "features/transactions/transactions_view.h"

namespace portal::transactions {

namespace {

std::string_view text_key(Kind kind)
{
    switch (kind) {
    case Kind::invoice: return "transactions.kind.invoice";
    case Kind::payment: return "transactions.kind.payment";
    case Kind::credit_note: return "transactions.kind.credit_note";
    case Kind::reminder: return "transactions.kind.reminder";
    case Kind::interest: return "transactions.kind.interest";
    case Kind::other: return "transactions.kind.other";
    }
    return {};
}

}

std::string what_text(Movement const& movement, view::Texts const& texts)
{
    return texts.get(text_key(movement.kind), { { "number", movement.invoice_number } });
}

std::string invoice_url(Movement const& movement) { return movement.invoice ? "/invoices/" + movement.invoice->text() : std::string {}; }

view::Model short_row_model(Movement const& movement, view::Wording const& wording)
{
    auto const& [texts, format] = wording;
    view::Model row;
    row.set("date", format.date(movement.booked));
    row.set("what", what_text(movement, texts));
    row.set("url", invoice_url(movement));
    row.set("amount", format.money(movement.amount));
    row.set("is_payment", movement.amount.is_negative());
    return row;
}

void set_balance(view::Model& model, Money balance, view::Format const& format)
{
    model.set("owes", balance.minor() > 0).set("in_credit", balance.is_negative());
    model.set("balance", format.money(balance.is_negative() ? -balance : balance));
}

}
