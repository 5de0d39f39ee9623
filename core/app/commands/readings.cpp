// portalctl readings: what customers reported goes to the billing system, and what became of it comes back.
#include "app/commands/context.h"

#include "app/plugin_readings.h"
#include "app/services.h"
#include "features/meters/readings_export.h"

#include <filesystem>
#include <fstream>
#include <iostream>

namespace portal::app {

namespace {

struct Wanted {
    std::string tenant, file = "-", format = "csv";
    std::optional<std::string> since;
};

std::string sentence(meters::CursorRefusal refusal)
{
    return refusal == meters::CursorRefusal::malformed
        ? "--since takes a cursor, as an export or GET /api/v1/readings told it"
        : "this database has no such place: it was put back from a backup; export without --since, or with an older cursor";
}

void write_in_plugin_format(Context& context, Wanted const& wanted, meters::Handover& handover)
{
    auto& platform = context.platform();
    auto const& tenant = context.tenant(wanted.tenant);
    auto const target = platform.plugin_versions().target(tenant, platform.calendar().today(tenant));
    auto const written = export_in_plugin_format(platform.plugins(), target, handover, platform.clock(), wanted.file);
    if (written)
        return;
    auto const& why = written.refusal();
    throw std::runtime_error(why.key == "plugin.cannot" ? "the plugin " + target.plugin_id + " has no format of its own for readings; use --format csv"
                                                        : "the plugin refused: " + (why.detail.empty() ? why.key : why.detail));
}

void export_readings(Context& context, Wanted const& wanted)
{
    auto& platform = context.platform();
    auto const scope = TenantScope::assume(context.tenant(wanted.tenant).id);
    auto handover = meters::Handover::begin(platform.database(), scope, wanted.since);
    if (!handover) {
        std::cerr << "portalctl: " << sentence(handover.refusal()) << '\n';
        context.exit_code = wrong_usage;
        return;
    }
    if (wanted.format == "plugin")
        write_in_plugin_format(context, wanted, *handover);
    else if (wanted.file == "-")
        meters::export_csv(*handover, platform.clock(), std::cout);
    else
        meters::export_csv(*handover, platform.clock(), wanted.file);
    if (handover->count() == 0)
        std::cerr << "no new readings\n";
    else
        std::cerr << handover->count() << " readings" << (wanted.file == "-" ? "" : " in " + wanted.file) << "; the cursor behind them is "
                  << handover->cursor() << '\n';
}

std::string sentence(meters::ReceiptProblem const& problem)
{
    if (problem.key == "bad_line")
        return "expected READING;accepted or READING;rejected;REASON, in UTF-8";
    if (problem.key == "bad_verdict")
        return "the verdict on " + problem.reading + " is neither accepted nor rejected";
    if (problem.key == "bad_reason")
        return "the reason of " + problem.reading + " is longer than 200 characters, or holds control characters";
    if (problem.key == "unknown_reading")
        return "the utility has no reading " + problem.reading;
    return problem.reading + " was rejected before, and its customer was told; have it reported again";
}

void take_receipt(Context& context, Wanted const& wanted)
{
    auto const tenant = context.tenant(wanted.tenant).id;
    std::ifstream file { wanted.file };
    if (wanted.file != "-" && !file) {
        std::cerr << "portalctl: " << wanted.file << " cannot be read\n";
        context.exit_code = wrong_usage;
        return;
    }
    Services const services { context.platform() };
    auto const name = wanted.file == "-" ? std::string { "standard input" } : std::filesystem::path { wanted.file }.filename().string();
    auto const report = services.receipts.take(TenantScope::assume(tenant), name, wanted.file == "-" ? std::cin : file);
    std::cout << report.accepted << " accepted, " << report.rejected << " rejected, " << report.unchanged << " as known before, " << report.problem_count
              << " wrong\n";
    for (auto const& problem : report.problems)
        std::cerr << name << ':' << problem.line << ": " << sentence(problem) << '\n';
    if (report.problem_count > static_cast<std::int64_t>(report.problems.size()))
        std::cerr << "... and more\n";
    context.exit_code = report.problem_count > 0 ? problems_in_data : done;
}

}

void add_readings(CLI::App& program, Context& context)
{
    auto const wanted = std::make_shared<Wanted>();
    auto* const readings = program.add_subcommand("readings", "What customers reported")->require_subcommand(1);
    auto* const export_verb = readings->add_subcommand("export", "Writes the readings that were not handed over yet and marks them; docs/billing-files.md");
    auto* const receipt_verb = readings->add_subcommand("receipt", "Takes the billing system's receipt: what it accepted and rejected, and why");
    for (auto* const verb : { export_verb, receipt_verb })
        verb->add_option("--tenant", wanted->tenant, "the utility")->type_name("SLUG")->required();
    export_verb
        ->add_option("--output,--out", wanted->file, "a file that is there whole or not at all; - is standard output; for several files of a plugin a folder")
        ->type_name("FILE")
        ->capture_default_str();
    export_verb->add_option("--format", wanted->format, "csv, or plugin: as the utility's plugin writes it")
        ->check(CLI::IsMember({ "csv", "plugin" }))
        ->capture_default_str();
    export_verb->add_option("--since", wanted->since, "all versions behind this place instead, handed over or not")->type_name("CURSOR");
    export_verb->callback([=, &context] { export_readings(context, *wanted); });
    receipt_verb->add_option("file", wanted->file, "lines of READING;accepted or READING;rejected;REASON; - is standard input")->type_name("FILE")->required();
    receipt_verb->callback([=, &context] { take_receipt(context, *wanted); });
}

}
