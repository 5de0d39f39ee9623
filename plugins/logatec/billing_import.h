// Reads the billing system's export: semicolon-separated files as README.md describes them, column by column.
#pragma once

#include <portal/plugin.hpp>

#include <string>

namespace logatec {

// Throws portal::BadDelivery when a file is not one of the delivery's; rows that are wrong are listed and skipped.
void import_delivery(portal::Delivery& delivery, portal::Sink& sink, std::string const& currency);

}
