// How one row of a file becomes one row of a delivery. The fields and their rules are those of portal/row_fields.hpp, so that a setting
// can name exactly what the portal takes.
#pragma once

#include "reference.h"
#include "security_code.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace generic {

// What all files of a utility have in common.
struct Utility {
    explicit Utility(portal::Settings const& settings)
        : reference(settings)
        , code(settings)
        , currency(settings.currency())
    {
    }
    // Lines without a number of their own are counted within their bill.
    std::int64_t next_line_of(std::string_view invoice);

    Reference reference;
    Code code;
    std::string currency;

private:
    std::string m_invoice;
    std::int64_t m_line = 0;
};

class RowPlan {
public:
    virtual ~RowPlan() = default;
    // RowError with the column and the field.
    virtual void give(portal::TextRow const& row, portal::Sink& sink) = 0;
    // Those that it reads.
    virtual std::vector<std::string> columns() const = 0;
};

// The settings below "files.bills.line-heat." by their last words ("net", "net.values", "only"), and how the file writes its values.
struct RowSettings {
    std::string prefix; // "files.bills.line-heat.", for messages
    std::map<std::string, std::string> fields;
    portal::TextFormat format;
};

// customer, supply_point, meter, register, reading, invoice, line, transaction: parents first.
std::vector<std::string> const& row_kinds();

// Throws BadSettings for a field that the kind has not, that it needs and is not set, or that cannot be what is set.
std::unique_ptr<RowPlan> make_row_plan(std::string const& kind, RowSettings const& settings, Utility& utility);

}
