// Reads what the billing system delivers; delivery.md has the files and their columns.
#pragma once

#include "reference_scheme.h"

#include <string>

struct ImportSettings {
    std::string currency, iban;
    portal::CsvOptions format;
    portal::references::Scheme const& scheme;
    std::size_t code_digits;
};

// Gives the sink a row for each row of the files. A row that is wrong is listed with file and line and skipped; a file that does not
// belong here (portal::BadDelivery) refuses the whole delivery, so that nothing is overlooked.
void import_delivery(portal::Delivery& delivery, portal::Sink& sink, ImportSettings const& settings);
