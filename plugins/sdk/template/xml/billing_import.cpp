#include "billing_import.h"

#include <portal/e_invoice/rows.hpp>

void import_delivery(portal::Delivery& delivery, portal::Sink& sink, ImportSettings const& settings)
{
    portal::e_invoice::RowOptions options {
        .currency = settings.currency,
        .service = "electricity", // what this utility supplies: water, heat, electricity, gas or waste
        .customer = portal::e_invoice::CustomerNumber::buyer_id, // or buyer_reference, contract, or payment_reference
        .reference = settings.scheme.normalise,
        .has_customers = settings.has_customers,
    };
    portal::e_invoice::Rows rows { options };
    sink.begin({}); // changes only; { .is_full = true } when what is absent from the delivery is gone
    while (auto const name = delivery.next())
        rows.read(delivery, *name, sink);
}
