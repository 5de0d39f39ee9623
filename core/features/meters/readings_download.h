// A customer's own readings as a file.
#pragma once

#include "features/meters/meter_service.h"
#include "view/data_table.h"
#include "web/site.h"

#include <variant>

namespace portal::meters {

struct GreenButton { };
using ReadingsForm = std::variant<view::DataForm, GreenButton>;

inline constexpr std::array s_readings_forms { ReadingsForm { view::DataForm::csv }, ReadingsForm { view::DataForm::json }, ReadingsForm { GreenButton {} } };
std::string_view file_ending(ReadingsForm form); // ".xml" for GreenButton

// All readings of the meters that these customers have today, whatever their age. `only`: of this meter alone.
web::Response download(web::Request& request, MeterService const& service, web::Site const& site, Instant now, std::vector<CustomerScope> const& scopes,
    std::optional<std::string> const& only, ReadingsForm form);

}
