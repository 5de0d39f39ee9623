// portalctl tenant try: what a delivery would give, before anything is stored. Needs no database, and no tenant that is complete.
#include "app/commands/context.h"

#include "app/delivery_trial.h"
#include "base/log.h"
#include "tenants/plugin_target.h"
#include "tenants/tenant_file.h"
#include "view/texts.h"

#include <filesystem>
#include <iostream>

namespace portal::app {

namespace {

struct Wanted {
    std::string tenant;
    std::vector<std::string> files;
    std::size_t rows = 3;
};

tenants::Tenant tenant_of(Platform& platform, std::string const& slug)
{
    auto const folder = place(platform.settings(), "tenants.path") + "/" + slug;
    if (!tenants::is_slug(slug) || !std::filesystem::exists(folder + "/tenant.properties"))
        throw SettingsError("there is no " + folder + "/tenant.properties; portalctl tenant new makes one");
    auto file = tenants::read_tenant(folder);
    // Terms and phone numbers can wait; without a plugin there is nothing to try.
    if (file.tenant.plugin_id.empty())
        throw SettingsError(file.problems.empty() ? folder + "/tenant.properties: plugin: must be set" : file.problems.front());
    if (!file.problems.empty())
        std::cout << "(portalctl tenant check " << slug << " names " << file.problems.size() << " things that are still to be done)\n\n";
    return file.tenant;
}

std::string sentence(view::Texts const& texts, std::string const& key, std::string const& field, std::string const& detail)
{
    auto words = key.empty() ? detail : texts.get_or(key, "row.other");
    if (!field.empty())
        words += " (" + field + ")";
    return words + (key.empty() || detail.empty() ? "" : ": " + detail);
}

void print_tables(DeliveryTrial const& trial)
{
    for (auto const& table_of_kind : trial.tables()) {
        auto const shown = static_cast<std::int64_t>(table_of_kind.rows.size()) - 1;
        std::cout << table_of_kind.count << ' ' << table_of_kind.title
                  << (shown > 0 && shown < table_of_kind.count ? ", the first:"
                             : shown > 0                       ? ":"
                                                               : "")
                  << '\n';
        if (shown > 0)
            std::cout << table(table_of_kind.rows) << '\n';
    }
}

void print_bills(DeliveryTrial const& trial, bool is_bill_number)
{
    auto const bills = trial.tables()[static_cast<std::size_t>(TrialKind::invoice)].count;
    if (bills == 0)
        return;
    std::cout << "\nBilled:        " << trial.total().decimal_text() << ' ' << trial.total().currency().code() << " in " << bills
              << " bills\nReferences:    " << trial.customers_in_references() << " name their customer, " << bills - trial.customers_in_references()
              << " are looked up by the bill\n";
    for (auto const& [likeness, count] : trial.codes())
        std::cout << "Codes:         " << (likeness.empty() ? "none" : likeness) << ": " << count << " bills\n";
    if (is_bill_number)
        std::cout << "               the code is the number of the bill, so customers are asked for the bill's total as well\n";
}

int print_problems(view::Texts const& texts, DeliveryTrial const& trial)
{
    std::cout << '\n';
    for (auto const& absent : trial.absent())
        if (!trial.is_full())
            std::cout << "note: " << absent << "; they must be in the portal already\n";
    for (auto const& problem : trial.problems())
        std::cout << (problem.file.empty() ? "delivery" : problem.file) << (problem.line == 0 ? "" : ":" + std::to_string(problem.line)) << ": "
                  << sentence(texts, problem.key, problem.field, problem.detail) << '\n';
    auto const more = trial.problem_count() - static_cast<std::int64_t>(trial.problems().size());
    if (more > 0)
        std::cout << "... and " << more << " more\n";
    if (trial.problem_count() == 0)
        std::cout << "No problems. Nothing was stored.\n";
    else
        std::cout << trial.problem_count() << " problems. Nothing was stored.\n";
    return trial.problem_count() == 0 ? done : problems_in_data;
}

void run(Context& context, Wanted const& wanted)
{
    auto& platform = context.platform();
    auto const tenant = tenant_of(platform, wanted.tenant);
    auto const target = tenants::plugin_target(tenant, platform.calendar().today(tenant));
    view::Texts const texts { place(platform.settings(), "catalogues.path"), "en" };
    log::set_level(log::Level::error);
    std::vector<std::string> said;
    platform.plugins().listen([&](std::string const& words) { said.push_back(words); });
    auto const refuse = [&](plugins::Rejection const& why) {
        if (why.key == "plugin.bad_setting")
            std::cout << tenant.folder << "/tenant.properties: plugin.setting." << why.field << ": " << why.detail << '\n';
        else
            std::cout << "This is no delivery of " << tenant.name << ": " << sentence(texts, why.key, why.field, why.detail) << '\n';
        context.exit_code = wrong_usage;
    };
    if (auto const checked = platform.plugins().check(target); !checked)
        return refuse(checked.refusal());
    DeliveryTrial trial { platform.plugins(), target, wanted.rows };
    auto const read = platform.plugins().import(target, delivery_files(wanted.files), trial);
    if (!read)
        return refuse(read.refusal());
    trial.finish();
    std::cout << tenant.name << ", read by " << tenant.plugin_id << "@" << tenant.plugin_version << ": "
              << (trial.is_full() ? "everything, what is absent would be removed" : "changes, what is absent would stay") << "\n\n";
    print_tables(trial);
    print_bills(trial, platform.plugins().code_is_document_number(target));
    for (auto const& words : said)
        std::cout << (&words == &said.front() ? "\n" : "") << words << '\n';
    context.exit_code = print_problems(texts, trial);
}

}

void add_tenant_try(CLI::App& tenant, Context& context)
{
    auto const wanted = std::make_shared<Wanted>();
    auto* const verb
        = tenant.add_subcommand("try", "Shows what a delivery would give and stores nothing; exit code 1 when rows are bad, 2 when it is no delivery");
    verb->add_option("tenant", wanted->tenant, "its folder's name")->required();
    verb->add_option("files", wanted->files, "a ZIP, or the single files of one delivery, or their folder")->required()->type_name("FILE");
    verb->add_option("--rows", wanted->rows, "how many rows of each kind are shown")->check(CLI::Range(0, 1'000))->capture_default_str();
    verb->callback([&context, wanted] { run(context, *wanted); });
}

}
