// The sink that a plugin's import writes into: judges every row by portal/row_fields.hpp and keeps it as a line.
#pragma once

#include "plugin_check/instance.h"
#include "plugin_check/row_lines.h"

#include <limits>

namespace portal::plugin_check {

// A bill as the delivery gives it; what the tests of references and codes try.
struct SampleBill {
    std::string number, reference, customer, code;
    portal_date issued {};
    portal_money total {};
};

class Rows {
public:
    struct Way {
        bool keeps_lines = true;
        std::uint64_t refuses_from = std::numeric_limits<std::uint64_t>::max(); // the number of the call, the head's is 0
        portal_status refusal = PORTAL_STOPPED;
    };
    explicit Rows(Instance& instance)
        : Rows(instance, Way {})
    {
    }
    Rows(Instance& instance, Way way);
    Rows(Rows const&) = delete;
    Rows& operator=(Rows const&) = delete;

    portal_import_sink const& border() const { return m_border; }
    std::string const& lines() const { return m_lines; }
    std::uint64_t calls() const { return m_calls; }
    std::uint64_t calls_after_refusal() const { return m_calls_after_refusal; }
    bool has_begun() const { return m_has_begun; }
    std::vector<SampleBill> const& bills() const { return m_bills; }

private:
    template <typename Row> static portal_status take(void* self, Row const* row);
    template <typename Row> void judge(std::string_view kind, Row const& row);
    template <typename Row> portal_status row(Row const& row);
    portal_status begin(portal_delivery_head const& head);
    portal_status invoice(portal_invoice_row const& row);
    portal_status document(portal_document_row const& given);
    portal_status problem(std::string_view file, std::uint64_t line, portal_error const& error);
    void require_head();
    portal_status counted();

    Instance& m_instance;
    Probe& m_probe;
    Way m_way;
    portal_import_sink m_border {};
    std::string m_lines;
    std::vector<SampleBill> m_bills;
    std::vector<std::string> m_names; // of customers, which no problem may quote
    std::uint64_t m_calls = 0;
    std::uint64_t m_calls_after_refusal = 0;
    bool m_has_begun = false;
};

}
