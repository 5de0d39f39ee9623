// portalctl readings: what customers reported goes to the billing system.
#include "app/commands/context.h"

#include "features/meters/readings_export.h"

#include <iostream>

namespace portal::app {

namespace {

void export_readings(Context& context, std::string const& slug, std::string const& path)
{
    auto& platform = context.platform();
    auto const scope = TenantScope::assume(context.tenant(slug).id);
    auto const count = path == "-" ? meters::export_readings(platform.database(), scope, platform.clock(), std::cout)
                                   : meters::export_readings(platform.database(), scope, platform.clock(), path);
    std::cerr << (count == 0 ? "no new readings" : std::to_string(count) + " readings" + (path == "-" ? "" : " in " + path)) << '\n';
}

}

void add_readings(CLI::App& program, Context& context)
{
    auto const slug = std::make_shared<std::string>();
    auto const path = std::make_shared<std::string>("-");
    auto* const readings = program.add_subcommand("readings", "What customers reported")->require_subcommand(1);
    auto* const verb
        = readings->add_subcommand("export", "Writes the readings that were not handed over yet as CSV and marks them; docs/run-it.md names the columns");
    verb->add_option("--tenant", *slug, "the utility")->type_name("SLUG")->required();
    verb->add_option("--out", *path, "a file that is there whole or not at all; - is standard output")->type_name("FILE")->capture_default_str();
    verb->callback([=, &context] { export_readings(context, *slug, *path); });
}

}
