// Reads what the billing system delivers: one XML file an invoice, or many. delivery.md has the fields.
#pragma once

#include "reference_scheme.h"

#include <string>

struct ImportSettings {
    std::string currency;
    bool has_customers;
    portal::references::Scheme const& scheme;
};

// Gives the sink the rows of each invoice. An invoice that is wrong is listed with file and line and skipped; a file that is no right XML
// (portal::BadDelivery) refuses the whole delivery.
void import_delivery(portal::Delivery& delivery, portal::Sink& sink, ImportSettings const& settings);
