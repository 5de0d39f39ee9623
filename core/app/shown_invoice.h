// An electronic invoice for people and for scripts: what `portalctl delivery show` prints of it.
#pragma once

#include <Poco/JSON/Object.h>

#include <portal/e_invoice/read.hpp>

namespace portal::app {

// The fields stand in docs/billing-files.md. Amounts in minor units with their currency; null: not stated, or no whole number of those.
Poco::JSON::Object to_json(sdk::e_invoice::Format const& format, sdk::e_invoice::Invoice const& invoice);
// A few lines of text.
std::string to_text(sdk::e_invoice::Format const& format, sdk::e_invoice::Invoice const& invoice);

}
