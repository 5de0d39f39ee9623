// portalctl delivery show: what the built-in readers see in a file. Needs no settings, no tenant and no database, and stores nothing.
#include "app/commands/context.h"

#include "app/shown_delivery.h"

#include <Poco/JSON/Array.h>

#include <iostream>

namespace portal::app {

namespace {

// Documents are printed as they come, so that a file of any size can be shown.
class Text final : public ShownDelivery {
public:
    void document(Poco::JSON::Object const&, std::string const& text) override { std::cout << text << '\n'; }
    void problem(ShownProblem const& problem) override
    {
        ++m_problems;
        std::cout << printable(problem.file) << (problem.line == 0 ? "" : ":" + std::to_string(problem.line)) << ": " << problem.rule << ": "
                  << printable(problem.message) << '\n';
    }
    bool wants_json() const override { return false; }
    std::ostream& begin_document() override { return std::cout; }
    int end() const
    {
        std::cout << (m_problems == 0 ? "No problems" : m_problems == 1 ? "1 problem" : std::to_string(m_problems) + " problems") << ". Nothing was stored.\n";
        return m_problems == 0 ? done : problems_in_data;
    }

private:
    std::int64_t m_problems = 0;
};

class Json final : public ShownDelivery {
public:
    Json() { std::cout << "{\"documents\":["; }
    void document(Poco::JSON::Object const& json, std::string const&) override { json.stringify(begin_document()); }
    bool wants_json() const override { return true; }
    std::ostream& begin_document() override { return std::cout << (std::exchange(m_has_documents, true) ? ",\n" : "\n"); }
    void problem(ShownProblem const& problem) override
    {
        Poco::JSON::Object json { Poco::JSON_PRESERVE_KEY_ORDER };
        json.set("file", problem.file);
        if (problem.line != 0)
            json.set("line", problem.line);
        json.set("rule", problem.rule).set("message", problem.message);
        m_problems.add(json);
    }
    int end() const
    {
        std::cout << "],\n\"problems\":";
        m_problems.stringify(std::cout);
        std::cout << "}\n";
        return m_problems.empty() ? done : problems_in_data;
    }

private:
    bool m_has_documents = false;
    Poco::JSON::Array m_problems;
};

template <typename Shown> int show(std::string const& file)
{
    Shown shown;
    show_delivery(file, shown);
    return shown.end();
}

}

void add_delivery(CLI::App& program, Context& context)
{
    struct Wanted {
        std::string file;
        bool json = false;
    };
    auto const wanted = std::make_shared<Wanted>();
    auto* const delivery = program.add_subcommand("delivery", "Files of billing systems")->require_subcommand(1);
    auto* const verb = delivery->add_subcommand("show",
        "Prints what the built-in readers see in a file and stores nothing: electronic invoices (e-SLOG 2.0 and 1.6, UBL 2.1, UN/CEFACT CII), "
        "bank statements and notices (camt.052, .053, .054). Exit code 1 "
        "when it is none of them or does not add up");
    verb->add_option("FILE", wanted->file, "an XML file, or a ZIP of such files")->required()->check(CLI::ExistingFile);
    verb->add_flag("--json", wanted->json, "for scripts; docs/billing-files.md has the fields");
    verb->callback([&context, wanted] { context.exit_code = wanted->json ? show<Json>(wanted->file) : show<Text>(wanted->file); });
}

}
