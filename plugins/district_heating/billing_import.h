// Reads the heating utility's export: files with columns between upright strokes, as README.md describes them.
#pragma once

#include <portal/plugin.hpp>

#include <string>

namespace heating {

struct Money {
    std::string currency, iban;
};

// Throws portal::BadDelivery when a file is not one of the delivery's; rows that are wrong are listed and skipped.
void import_delivery(portal::Delivery& delivery, portal::Sink& sink, Money const& money);

}
