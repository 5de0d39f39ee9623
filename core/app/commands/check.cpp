// portalctl check: everything that portald needs, before it is needed.
#include "app/commands/context.h"

#include "db/migrate.h"
#include "outbox/outbox.h"

#include <filesystem>
#include <iostream>

namespace portal::app {

namespace {

// False: there was a problem.
bool try_one(Context& context, std::string_view what, std::function<void()> const& attempt)
{
    try {
        attempt();
        std::cout << "ok       " << what << '\n';
        return true;
    } catch (std::exception const& error) {
        std::cout << "PROBLEM  " << what << ": " << error.what() << '\n';
        context.exit_code = problems_in_data;
        return false;
    }
}

void check(Context& context)
{
    auto& platform = context.platform();
    std::cout << "ok       settings\n";
    bool has_database = false;
    try_one(context, "database", [&] {
        db::require_current_schema(platform.database());
        has_database = true;
    });
    try_one(context, "secrets", [&] { platform.keys(); });
    try_one(context, "mail", [&] {
        platform.transport();
        platform.outbox();
    });
    if (has_database)
        for (auto const& [state, counts] : platform.database().read([](db::Session& session) { return outbox::counts(session); }))
            std::cout << "         " << counts.mails << " mails " << state << ", the oldest of " << instant_to_iso(counts.oldest) << '\n';
    for (auto const& entry : std::filesystem::directory_iterator { place(platform.settings(), "tenants.path") }) {
        if (!entry.is_directory())
            continue;
        bool const is_good = try_one(context, "tenant " + entry.path().filename().string(), [&] {
            std::string all;
            for (auto const& problem : tenant_problems(context, entry.path()))
                all += (all.empty() ? "" : "\n         ") + problem;
            if (!all.empty())
                throw std::runtime_error(all);
        });
        if (is_good)
            std::cout << "         " << plugin_line(context, entry.path()) << '\n';
    }
}

}

void add_check(CLI::App& program, Context& context)
{
    program.add_subcommand("check", "The whole configuration: settings, database, secrets, mail, every utility; exit code 1 when something is wrong")
        ->callback([&context] { check(context); });
}

}
