// portalctl import: a utility's delivery goes in; and what went in so far.
#include "app/commands/context.h"

#include "app/services.h"
#include "features/imports/deliveries.h"
#include "features/payments/payments_service.h"
#include "view/texts.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include <iostream>
#include <sstream>

#include <unistd.h>

namespace portal::app {

namespace {

struct Wanted {
    std::string tenant;
    std::vector<std::string> files;
    bool dry_run = false;
    bool force = false;
    bool json = false;
    std::int64_t number = 0;
};

view::Texts words(Context& context) { return { place(context.platform().settings(), "catalogues.path"), "en" }; }

void show_progress(imports::Progress const& progress)
{
    std::ostringstream line;
    line << "\r" << progress.rows << " rows, " << progress.rows_per_second() << " a second";
    if (auto const percent = progress.percent())
        line << ", " << *percent << " %";
    if (auto const remaining = progress.remaining(); remaining && progress.phase == imports::Progress::Phase::reading)
        line << ", about " << (*remaining > std::chrono::seconds { 99 } ? remaining->count() / 60 : remaining->count())
             << (*remaining > std::chrono::seconds { 99 } ? " min" : " s") << " left";
    if (progress.phase != imports::Progress::Phase::reading)
        line << (progress.phase == imports::Progress::Phase::checking ? ", checking" : ", clearing");
    std::cerr << line.str() << "   " << std::flush;
}

// In English, as everything that portalctl says; the desk's pages say it in the reader's language.
void print_problem(view::Texts const& texts, imports::Problem const& problem)
{
    std::cout << (problem.file.empty() ? "delivery" : problem.file) << (problem.line == 0 ? "" : ":" + std::to_string(problem.line)) << ": "
              << texts.get_or(problem.reason, "row.other") << (problem.field.empty() ? "" : " (" + problem.field + ")")
              << (problem.detail.empty() ? "" : ": " + problem.detail) << '\n';
}

Poco::JSON::Object::Ptr problem_object(imports::Problem const& problem)
{
    Poco::JSON::Object::Ptr object = new Poco::JSON::Object;
    object->set("file", problem.file);
    object->set("line", static_cast<Poco::UInt64>(problem.line));
    object->set("reason", problem.reason);
    object->set("field", problem.field);
    object->set("detail", problem.detail);
    return object;
}

void print_json(imports::ImportReport const& report)
{
    Poco::JSON::Object whole;
    whole.set("state", std::string { imports::name_of(report.state) });
    whole.set("dry_run", report.dry_run);
    whole.set("delivery", static_cast<Poco::Int64>(report.delivery));
    whole.set("rows", static_cast<Poco::Int64>(report.rows_read));
    whole.set("problem_count", static_cast<Poco::Int64>(report.problem_count));
    whole.set("reason", report.reason);
    whole.set("message", report.message);
    Poco::JSON::Object counts;
    for (auto const kind : imports::all_kinds) {
        Poco::JSON::Object one;
        one.set("added", static_cast<Poco::Int64>(report.of(kind).added));
        one.set("changed", static_cast<Poco::Int64>(report.of(kind).changed));
        one.set("removed", static_cast<Poco::Int64>(report.of(kind).removed));
        one.set("unchanged", static_cast<Poco::Int64>(report.of(kind).unchanged));
        counts.set(std::string { imports::name_of(kind) }, one);
    }
    whole.set("counts", counts);
    Poco::JSON::Object ledger;
    ledger.set("customers", static_cast<Poco::Int64>(report.ledger.customers));
    ledger.set("balance_change", static_cast<Poco::Int64>(report.ledger.balance));
    ledger.set("open_bills_change", static_cast<Poco::Int64>(report.ledger.open_bills));
    ledger.set("open_amount_change", static_cast<Poco::Int64>(report.ledger.open_amount));
    whole.set("ledger", ledger);
    Poco::JSON::Array problems;
    for (auto const& problem : report.problems)
        problems.add(problem_object(problem));
    whole.set("problems", problems);
    whole.stringify(std::cout);
    std::cout << '\n';
}

// "+12.34 EUR".
std::string change_of(std::int64_t minor, Currency currency)
{
    return (minor > 0 ? "+" : "") + Money { minor, currency }.decimal_text() + " " + std::string { currency.code() };
}

void print_ledger(imports::LedgerChange const& change, Currency currency)
{
    if (change == imports::LedgerChange {})
        return;
    std::cout << "balances of " << change.customers << " customers: " << change_of(change.balance, currency)
              << " in all; unpaid bills: " << (change.open_bills > 0 ? "+" : "") << change.open_bills << ", " << change_of(change.open_amount, currency)
              << '\n';
}

void print_report(view::Texts const& texts, imports::ImportReport const& report, Currency currency)
{
    for (auto const& problem : report.problems)
        print_problem(texts, problem);
    if (report.problem_count > static_cast<std::int64_t>(report.problems.size()))
        std::cout << "... and " << report.problem_count - static_cast<std::int64_t>(report.problems.size()) << " more\n";
    std::vector<std::vector<std::string>> rows { { "", "added", "changed", "removed", "unchanged" } };
    for (auto const kind : imports::all_kinds) {
        auto const& counts = report.of(kind);
        if (counts == imports::Counts {})
            continue;
        rows.push_back({ std::string { imports::name_of(kind) }, std::to_string(counts.added), std::to_string(counts.changed), std::to_string(counts.removed),
            std::to_string(counts.unchanged) });
    }
    if (report.state == imports::State::published || report.state == imports::State::unchanged)
        std::cout << table(rows);
    print_ledger(report.ledger, currency);
    std::cout << (report.dry_run ? "dry run, nothing is stored: " : "") << imports::name_of(report.state)
              << (report.message.empty() ? "" : ": " + report.message) << " (" << report.rows_read << " rows, " << report.problem_count << " problems, "
              << report.took.count() << " ms)\n";
}

// At a terminal a person decides; a script says --force beforehand.
bool agrees_to(std::string const& message)
{
    std::cerr << message << "\nImport it all the same? [y/N] ";
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "yes";
}

void run(Context& context, Wanted const& wanted)
{
    if (wanted.files.empty())
        throw CLI::RequiredError("FILE");
    auto& platform = context.platform();
    auto const& tenant = context.tenant(wanted.tenant);
    imports::ImportService service { platform.database(), platform.plugins(), platform.keys(), platform.clock() };
    payments::PaymentService payments { platform.database(), platform.plugins(), service };
    bool const shows_progress = ::isatty(STDERR_FILENO) && !wanted.json;
    auto const import = [&](bool force) {
        auto const report = payments.import_files(platform.plugin_versions().target(tenant, platform.calendar().today(tenant)), delivery_files(wanted.files),
            { .dry_run = wanted.dry_run, .force = force, .largest_change = tenant.largest_change, .largest_document = tenant.largest_document },
            shows_progress ? imports::OnProgress { show_progress } : imports::OnProgress {});
        if (shows_progress)
            std::cerr << "\r\x1b[K";
        return report;
    };
    auto report = import(wanted.force);
    if (report.reason == "delivery.changes_much" && shows_progress && ::isatty(STDIN_FILENO) && agrees_to(report.message))
        report = import(true);
    wanted.json ? print_json(report) : print_report(words(context), report, tenant.currency);
    bool const is_in = report.state == imports::State::published || report.state == imports::State::unchanged;
    context.exit_code = is_in && report.problem_count == 0 ? done : problems_in_data;
}

std::string when(std::optional<Instant> instant) { return instant ? instant_to_iso(*instant) : ""; }

void list(Context& context, Wanted const& wanted)
{
    auto const& tenant = context.tenant(wanted.tenant);
    std::vector<std::vector<std::string>> rows { { "delivery", "state", "file", "started", "rows", "added", "changed", "removed", "problems" } };
    context.platform().database().read([&](db::Session& session) {
        for (auto const& delivery : imports::Deliveries { session, TenantScope::assume(tenant.id) }.list())
            rows.push_back({ std::to_string(delivery.number), delivery.state, delivery.file_name, when(delivery.started_at), std::to_string(delivery.rows_read),
                std::to_string(delivery.added), std::to_string(delivery.changed), std::to_string(delivery.removed), std::to_string(delivery.problems) });
    });
    std::cout << (rows.size() == 1 ? "no delivery yet\n" : table(rows));
}

void status(Context& context, Wanted const& wanted)
{
    auto const& tenant = context.tenant(wanted.tenant);
    context.platform().database().read([&](db::Session& session) {
        imports::Deliveries const deliveries { session, TenantScope::assume(tenant.id) };
        auto const newest = deliveries.list(1);
        auto const number = wanted.number != 0 ? wanted.number : newest.empty() ? 0 : newest.front().number;
        auto const delivery = deliveries.find(number);
        if (!delivery) {
            std::cout << (number == 0 ? "no delivery yet\n" : "there is no delivery " + std::to_string(number) + "\n");
            context.exit_code = number == 0 ? done : problems_in_data;
            return;
        }
        std::cout << "delivery  " << delivery->number << (delivery->number == deliveries.published() ? " (what customers see)" : "") << "\nstate     "
                  << delivery->state << "\nfile      " << delivery->file_name << "\nstarted   " << when(delivery->started_at) << "\nfinished  "
                  << when(delivery->finished_at) << "\nrows      " << delivery->rows_read << ": " << delivery->added << " added, " << delivery->changed
                  << " changed, " << delivery->removed << " removed\nproblems  " << delivery->problems << '\n';
        if (!delivery->message.empty())
            std::cout << "message   " << delivery->message << '\n';
        auto const texts = words(context);
        for (auto const& problem : deliveries.problems_of(number))
            print_problem(texts, problem);
    });
}

void take_back(Context& context, Wanted const& wanted)
{
    auto& platform = context.platform();
    auto const& tenant = context.tenant(wanted.tenant);
    imports::ImportService service { platform.database(), platform.plugins(), platform.keys(), platform.clock() };
    auto const taken = service.take_back(tenant.id, tenant.slug, wanted.number == 0 ? std::nullopt : std::optional { wanted.number }, wanted.dry_run);
    if (!taken) {
        std::cout << taken.refusal().message << '\n';
        context.exit_code = problems_in_data;
        return;
    }
    std::cout << (wanted.dry_run ? "dry run, nothing is changed: " : "") << "delivery " << taken->delivery << " (" << taken->file_name << ") "
              << (wanted.dry_run ? "would be taken back: " : "is taken back: ") << taken->added << " rows go, " << taken->changed
              << " are as they were before, " << taken->removed << " come back\n"
              << (taken->now_published == 0 ? std::string { "customers see nothing of this utility until the next delivery" }
                                            : "customers see delivery " + std::to_string(taken->now_published))
              << '\n';
    if (taken->customers > 0)
        std::cout << taken->customers << " registered customers are in the billing data only since this delivery; they see nothing until the next one\n";
}

}

void add_import(CLI::App& program, Context& context)
{
    auto const wanted = std::make_shared<Wanted>();
    auto* const import = program.add_subcommand("import",
        "Takes in a delivery of the billing system, or bank statements (camt.052, .053, .054): all of it or nothing; exit code 1 when rows were bad or it was "
        "refused");
    import->add_option("--tenant", wanted->tenant, "the utility")->type_name("SLUG");
    import->add_option("files", wanted->files, "a ZIP, or the single files of one delivery, or their folder")->type_name("FILE");
    import->add_flag("--dry-run", wanted->dry_run, "says what would change and stores nothing");
    import->add_flag(
        "--force", wanted->force, "takes it also when it is older than what is published, or changes more than the utility's imports.largest_change");
    import->add_flag("--json", wanted->json, "for scripts");
    import->require_subcommand(0, 1);
    auto* const list_verb = import->add_subcommand("list", "The deliveries of a utility, the newest first");
    auto* const status_verb = import->add_subcommand("status", "One delivery with its problems; the newest when no number is given");
    status_verb->add_option("number", wanted->number, "the delivery");
    auto* const back_verb = import->add_subcommand("rollback", "Takes the last delivery back, exactly; exit code 1 when it cannot be");
    back_verb->add_option("number", wanted->number, "the delivery; refused unless it is the last one");
    back_verb->add_flag("--dry-run", wanted->dry_run, "says what would happen and changes nothing");
    for (auto* const verb : { list_verb, status_verb, back_verb })
        verb->add_option("--tenant", wanted->tenant, "the utility")->type_name("SLUG");
    import->callback([=, &context] {
        if (wanted->tenant.empty())
            throw CLI::RequiredError("--tenant");
    if (*list_verb)
        list(context, *wanted);
    else if (*status_verb)
        status(context, *wanted);
    else if (*back_verb)
        take_back(context, *wanted);
    else
        run(context, *wanted);
});
}
}
