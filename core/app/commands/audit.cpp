// portalctl audit: looks whether what is stored is right.
#include "app/commands/context.h"

#include "features/imports/ledger_audit.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include <iostream>

namespace portal::app {

namespace {

struct Wanted {
    std::string tenant;
    bool json = false;
};

// What a check looks at, for people.
std::string words_for(std::string const& check)
{
    static std::vector<std::pair<std::string_view, std::string_view>> const s_words {
        { "balance", "the balance that the first page shows" },
        { "running-balance", "the balance after a movement" },
        { "rest", "what is still to pay of a bill" },
        { "year", "the sum of a year's movements" },
        { "bills-of-year", "the number of a year's bills" },
        { "empty-year", "a year without movements and bills" },
        { "years-before", "the sum of all years before one" },
        { "copy-of-bill", "a bill on the first page" },
        { "copy-of-movement", "a movement on the first page" },
        { "proof", "what proves a bill" },
        { "bill", "net and VAT against the total" },
        { "lines", "a bill's lines against its net amount" },
        { "document", "a bill's original, bytes that are kept" },
        { "content", "a row that is not what was delivered" },
    };
    for (auto const& [name, words] : s_words)
        if (name == check)
            return std::string { words };
    return check;
}

void print(std::string const& slug, imports::LedgerReport const& report)
{
    std::cout << slug << ": delivery " << report.delivery << ", " << report.rows << " rows compared, "
              << (report.count == 0 ? "no difference" : std::to_string(report.count) + " differences") << '\n';
    if (report.differences.empty())
        return;
    std::vector<std::vector<std::string>> rows { { "check", "customer", "what", "stored", "derived", "" } };
    for (auto const& one : report.differences)
        rows.push_back({ one.check, one.customer, one.subject, std::to_string(one.stored), std::to_string(one.derived), words_for(one.check) });
    std::cout << table(rows);
    if (report.count > static_cast<std::int64_t>(report.differences.size()))
        std::cout << "... and " << report.count - static_cast<std::int64_t>(report.differences.size()) << " more\n";
}

Poco::JSON::Object::Ptr object_of(std::string const& slug, imports::LedgerReport const& report)
{
    Poco::JSON::Object::Ptr whole = new Poco::JSON::Object;
    whole->set("tenant", slug);
    whole->set("delivery", static_cast<Poco::Int64>(report.delivery));
    whole->set("rows", static_cast<Poco::Int64>(report.rows));
    whole->set("difference_count", static_cast<Poco::Int64>(report.count));
    Poco::JSON::Array::Ptr differences = new Poco::JSON::Array;
    for (auto const& one : report.differences) {
        Poco::JSON::Object::Ptr object = new Poco::JSON::Object;
        object->set("check", one.check);
        object->set("customer", one.customer);
        object->set("subject", one.subject);
        object->set("stored", static_cast<Poco::Int64>(one.stored));
        object->set("derived", static_cast<Poco::Int64>(one.derived));
        differences->add(object);
    }
    whole->set("differences", differences);
    return whole;
}

void audit_ledger(Context& context, Wanted const& wanted)
{
    auto& platform = context.platform();
    auto const tenants = wanted.tenant.empty() ? platform.tenants().all() : std::vector { &context.tenant(wanted.tenant) };
    Poco::JSON::Array all;
    for (auto const* const tenant : tenants) {
        auto const report = imports::audit_ledger(platform.database(), TenantScope::assume(tenant->id));
        if (report.count > 0)
            context.exit_code = problems_in_data;
        wanted.json ? void(all.add(object_of(tenant->slug, report))) : print(tenant->slug, report);
    }
    if (wanted.json) {
        all.stringify(std::cout);
        std::cout << '\n';
    }
}

}

void add_audit(CLI::App& program, Context& context)
{
    auto const wanted = std::make_shared<Wanted>();
    auto* const audit = program.add_subcommand("audit", "Looks whether what is stored is right; changes nothing")->require_subcommand(1);
    auto* const ledger = audit->add_subcommand(
        "ledger", "Derives every balance and what is still to pay anew from the movements and names each difference; exit code 1 when there is one");
    ledger->add_option("--tenant", wanted->tenant, "the utility; all of them unless named")->type_name("SLUG");
    ledger->add_flag("--json", wanted->json, "for scripts");
    ledger->callback([=, &context] { audit_ledger(context, *wanted); });
}

}
