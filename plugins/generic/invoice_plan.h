// A file of electronic invoices: it says itself which field is what, so the settings only say where the customer's number is.
#pragma once

#include "row_plan.h"

#include <portal/e_invoice/rows.hpp>

#include <map>
#include <optional>
#include <string>

namespace generic {

// settings: those below `prefix` ("files.bills."). nullopt: the file is no electronic invoice. Throws BadSettings.
std::optional<portal::e_invoice::RowOptions> invoice_options(
    std::string const& prefix, std::map<std::string, std::string> const& settings, Utility const& utility);

}
