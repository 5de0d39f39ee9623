// One file of the delivery as the settings files.* describe it: which one it is, how it is written, and what its rows become.
#pragma once

#include "invoice_plan.h"
#include "row_plan.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace generic {

class FilePlan {
public:
    // settings: those below "files.<label>.", by what stands behind it. Throws BadSettings.
    FilePlan(std::string const& label, std::map<std::string, std::string> const& settings, portal::Settings const& common, Utility& utility);

    std::string const& label() const { return m_label; }
    std::string const& pattern() const { return m_pattern; }
    // A delivery begins.
    void begin();
    // Reads the open file. BadDelivery: a column that the settings name is not there. say: what the utility may want to know.
    void read(portal::Delivery& delivery, std::string const& name, portal::Sink& sink, std::function<void(std::string const&)> const& say);

private:
    void require_columns(std::string const& name, std::vector<std::string> const& there, std::function<void(std::string const&)> const& say) const;
    void give(portal::TextRow const& row, portal::Sink& sink);

    std::string m_label, m_pattern;
    portal::CsvOptions m_csv;
    std::vector<portal::FixedColumn> m_places; // not empty: the columns stand at fixed places
    std::vector<std::unique_ptr<RowPlan>> m_rows; // parents first; empty: nothing is read from this file
    std::optional<portal::e_invoice::RowOptions> m_invoices; // of electronic invoices, which have no columns
    std::optional<portal::e_invoice::Rows> m_invoice_rows;
};

// All files. Throws BadSettings, also for a key that means nothing.
std::vector<FilePlan> file_plans(portal::Settings const& settings, Utility& utility);

}
