// How one row of a file becomes one row of a delivery. The fields and their rules are those of portal/row_fields.hpp, so that a setting
// can name exactly what the portal takes.
#pragma once

#include "fields.h"

#include <memory>
#include <string>
#include <vector>

namespace generic {

class RowPlan {
public:
    virtual ~RowPlan() = default;
    // RowError with the column and the field.
    virtual void give(portal::TextRow const& row, portal::Sink& sink) = 0;
    // Those that it reads.
    virtual std::vector<std::string> columns() const = 0;
};

// customer, supply_point, meter, register, reading, invoice, line, transaction: parents first.
std::vector<std::string> const& row_kinds();

// Throws BadSettings for a field that the kind has not, that it needs and is not set, or that cannot be what is set.
std::unique_ptr<RowPlan> make_row_plan(std::string const& kind, RowSettings const& settings, Utility& utility);

}
