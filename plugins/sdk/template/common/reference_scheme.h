// How payment references are written: the setting reference_scheme.
#pragma once

#include <portal/plugin.hpp>
#include <portal/references/schemes.hpp>

// SI12 is what most Slovenian bills carry: the customer may then leave "SI12" out. Any other scheme goes by its name: SI (all Slovenian
// models), RF, HR, FI, CH-QRR, BE-OGM, ... Throws portal::BadSettings.
portal::references::Scheme const& reference_scheme(portal::Settings const& settings);

// A reference of the delivery has to be as right as one that a customer types. Empty stays empty; throws portal::RowError for `field`.
std::string checked_reference(portal::references::Scheme const& scheme, std::string_view reference, std::string_view field);
