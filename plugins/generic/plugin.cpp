// The plugin that needs no programmer: a tenant's settings describe references, codes and files. See README.md.
#include "file_plan.h"

#include <portal/plugin.hpp>

#include <algorithm>

namespace {

using generic::FilePlan;
using portal::setting;

class Generic final : public portal::Plugin, public portal::ReferenceFormat, public portal::SecurityCode, public portal::BillingImport {
public:
    static constexpr portal_setting_info settings[] {
        setting("reference.scheme", "text", "",
            "how references are written: SI, RF, HR and so on as portalctl reference check --help lists them; none: a payer number"),
        setting("reference.model", "text", "", "SI and HR: the only model that is taken, for example 12; empty: any"),
        setting("reference.digits", "text", "", "a payer number's length: 6, or 6-8"),
        setting("reference.customer.part", "text", "", "SI and HR: in which part behind the model the customer's number stands; 1 is the first"),
        setting("reference.customer.positions", "text", "", "which characters of the part, or of the whole reference, are the customer's number: 5-12, or 5-"),
        setting("customer.leading_zeros", "text", "kept",
            "zeros in front of a customer's number are kept: 000123 is not 123; dropped: it is 123; filled: 123 is 000123, with reference.digits = 6"),
        setting("code.from", "text", "", "column: a code of its own comes with each bill; bill_number: it is the number of the bill"),
        setting("code.length", "text", "", "how many digits or letters: 4, or 4-6"),
        setting("code.characters", "text", "digits", "digits, or letters (then digits are taken too)"),
        setting("delivery.holds", "text", "changes", "changes: what is absent stays; everything: what is absent is gone"),
        setting("files.separator", "text", ";", "the sign between two columns of all files: one sign, or tab"),
        setting("files.quote", "text", "\"", "the sign around texts, or none"),
        setting("files.encoding", "text", "auto", "auto, utf-8, windows-1250, windows-1252, iso-8859-2, iso-8859-15, iso-8859-16"),
        setting("files.header", "flag", "true", "true: the first line names the columns; false: they are called 1, 2, 3"),
        setting("files.skipped_lines", "integer", "0", "how many lines stand before the header"),
        setting("files.decimal", "text", ",", "the sign before the decimals: a comma or a point"),
        setting("files.thousands", "text", ".", "the sign between groups of three digits: one sign, space or none"),
        setting("files.date", "text", "dd.mm.yyyy", "how dates are written"),
        setting("files.*.name", "text", "", "the file's name, with * for what changes: racuni*.csv"),
        setting("files.*.columns", "text", "", "a file without separators: columns and their first and last character, RACUN 1-11, KUPEC 12-17"),
        setting("files.*.separator", "text", "", "the sign between two columns of this file"),
        setting("files.*.quote", "text", "", "the sign around texts in this file"),
        setting("files.*.encoding", "text", "", "the encoding of this file"),
        setting("files.*.header", "flag", "", "whether this file has a line that names its columns"),
        setting("files.*.skipped_lines", "integer", "", "how many lines stand before the header of this file"),
        setting("files.*.decimal", "text", "", "the sign before the decimals in this file"),
        setting("files.*.thousands", "text", "", "the sign between groups of three digits in this file"),
        setting("files.*.date", "text", "", "how dates are written in this file"),
        setting("files.*.format", "text", "", "text, or of electronic invoices: e-invoice, eslog, eslog16, ubl, cii"),
        setting("files.*.customer", "text", "",
            "electronic invoices: the customer's number is buyer_id (BT-46), buyer_reference (BT-10), contract (BT-12) or in payment_reference"),
        setting("files.*.customers", "flag", "", "electronic invoices: false: customers and supply points come in another file"),
        setting("files.*.service", "text", "", "electronic invoices: water, heat, electricity, gas or waste"),
        setting("files.*.meter", "text", "", "electronic invoices: the attributes of a line that name its meter, between commas"),
        setting("files.*.register", "text", "", "electronic invoices: those that name the meter's register"),
        setting("files.*.old_reading", "text", "", "electronic invoices: those that hold the old state"),
        setting("files.*.new_reading", "text", "", "electronic invoices: those that hold the new state"),
        setting("files.*.*.*", "text", "", "which column holds a field: files.bills.invoice.number = RACUN; = begins a text: =water, ={STEVEC}/{DATUM}"),
        setting("files.*.*.*.values", "text", "", "what the column's words mean: O = utility, J = customer, * = estimate"),
    };

    explicit Generic(portal::Settings const& given)
        : m_utility(given)
        , m_files(generic::file_plans(given, m_utility))
    {
        auto const holds = given.text("delivery.holds");
        if (holds != "changes" && holds != "everything")
            throw portal::BadSettings("delivery.holds", "changes or everything");
        m_is_full = holds == "everything";
    }

    std::string normalise(std::string_view typed) const override { return m_utility.reference.normalise(typed); }
    std::string display(std::string_view canonical) const override { return m_utility.reference.display(canonical); }
    std::string customer(std::string_view canonical) const override { return m_utility.reference.customer(canonical); }
    std::string normalise_code(std::string_view typed) const override { return m_utility.code.normalise(typed); }
    bool code_is_bill_number() const noexcept override { return m_utility.code.is_bill_number(); }

    void run(portal::Delivery& delivery, portal::Sink& sink) override
    {
        std::vector<bool> seen(m_files.size());
        sink.begin({ .is_full = m_is_full });
        for (auto& file : m_files)
            file.begin();
        while (auto const name = delivery.next()) {
            auto const file = place_of(*name);
            seen[file] = true;
            m_files[file].read(delivery, *name, sink, [this](std::string const& words) { log(portal::LogLevel::info, words); });
        }
        if (std::find(seen.begin(), seen.end(), true) == seen.end())
            throw portal::BadDelivery("delivery.empty");
        // What is absent would be taken for gone.
        for (std::size_t i = 0; m_is_full && i < seen.size(); ++i)
            if (!seen[i])
                throw portal::BadDelivery("delivery.missing_file", m_files[i].pattern(), "a delivery of everything has all files");
    }

private:
    std::size_t place_of(std::string const& name) const
    {
        std::vector<std::size_t> fitting;
        std::vector<std::string> patterns;
        for (std::size_t i = 0; i < m_files.size(); ++i) {
            patterns.push_back(m_files[i].pattern());
            if (generic::fits(m_files[i].pattern(), name))
                fitting.push_back(i);
        }
        if (fitting.empty())
            throw portal::BadDelivery("delivery.unknown_file", name, "the settings know " + generic::listed(patterns));
        if (fitting.size() > 1)
            throw portal::BadDelivery(
                "delivery.unknown_file", name, "it could be files." + m_files[fitting[0]].label() + " and files." + m_files[fitting[1]].label());
        return fitting.front();
    }

    generic::Utility m_utility;
    std::vector<FilePlan> m_files;
    bool m_is_full = false;
};

}

PORTAL_PLUGIN(Generic, "generic", "Described by settings", "1.0.0", "security@portal.example")
