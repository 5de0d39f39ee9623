#include "app/plugin_trial.h"

#include "features/imports/deliveries.h"
#include "features/imports/imports_service.h"
#include "features/imports/published_bills.h"
#include "features/intake/kept_delivery.h"

#include <algorithm>

namespace portal::app {

namespace {

constexpr int s_most_bills = 200;

std::string name_of(plugins::Target const& target) { return target.plugin_id + "@" + target.plugin_version; }

std::string words_of(plugins::Rejection const& rejection)
{
    return rejection.key + (rejection.field.empty() ? "" : ", " + rejection.field) + (rejection.detail.empty() ? "" : " (" + rejection.detail + ")");
}

// "" when the stored texts of a bill come out of the plugin as they are.
std::string disagreement(plugins::Plugins& plugins, plugins::Target const& target, imports::PublishedBill const& bill)
{
    auto const is_other = [&](Result<std::string, plugins::Rejection> const& answer, std::string const& expected, std::string const& what) {
        if (!answer)
            return what + " is refused: " + words_of(answer.refusal());
        return *answer == expected ? std::string {} : what + " becomes " + *answer;
    };
    auto const& reference = bill.reference;
    if (auto other = is_other(plugins.normalise_reference(target, reference), reference, "the reference " + reference); !other.empty())
        return other;
    auto const printed = plugins.display_reference(target, reference);
    if (!printed)
        return "the reference " + reference + " cannot be printed: " + words_of(printed.refusal());
    if (auto other = is_other(plugins.normalise_reference(target, *printed), reference, "the printed reference " + *printed); !other.empty())
        return other;
    auto const customer = plugins.customer_of_reference(target, reference);
    bool const names_none = customer && customer->empty(); // it is looked up by the bill then
    return names_none ? std::string {} : is_other(customer, bill.customer_number, "the customer " + bill.customer_number + " of the reference " + reference);
}

PluginFinding try_bills(Platform& platform, tenants::Tenant const& tenant, plugins::Target const& next)
{
    auto const scope = TenantScope::assume(tenant.id);
    auto const bills = platform.database().read([&](db::Session& session) { return imports::newest_published_bills(session, scope, s_most_bills); });
    if (bills.empty())
        return { false, "no bill is published yet, so none could be tried" };
    std::size_t wrong = 0;
    std::string first;
    for (auto const& bill : bills)
        if (auto other = disagreement(platform.plugins(), next, bill); !other.empty() && ++wrong == 1)
            first = "bill " + bill.number + ": " + other;
    auto const count = std::to_string(bills.size());
    if (wrong > 0)
        return { true, std::to_string(wrong) + " of the " + count + " newest published bills come out otherwise; " + first };
    return { false, "references and customer numbers of the " + count + " newest published bills come out as they are stored" };
}

PluginFinding try_code(Platform& platform, plugins::Target const& running, plugins::Target const& next)
{
    auto& plugins = platform.plugins();
    bool was_number = false;
    try {
        was_number = plugins.code_is_document_number(running);
    } catch (plugins::PluginUnavailable const& error) {
        return { false, "codes were not compared, because " + name_of(running) + " does not open: " + error.what() };
    }
    if (plugins.code_is_document_number(next) == was_number)
        return { false, "codes are of the same kind" };
    return { true, "the code on the bill is the bill's number in one version and a secret in the other: published bills could no longer be proved" };
}

PluginFinding try_files(
    Platform& platform, plugins::Target const& next, std::vector<std::string> const& files, std::string const& what, std::int64_t usual_problems)
{
    imports::ImportService service { platform.database(), platform.plugins(), platform.keys(), platform.clock() };
    auto const report = service.run(next, files, { .dry_run = true, .again = true, .force = true });
    bool const is_read = report.state == imports::State::published || report.state == imports::State::unchanged;
    auto words = what + ": " + report.message;
    if (!report.problems.empty()) {
        auto const& first = report.problems.front();
        words += " The first skipped row: " + first.file + ":" + std::to_string(first.line) + " " + first.reason + " " + first.field;
    }
    return { !is_read || report.problem_count > usual_problems, words };
}

// Without files the newest published delivery whose bytes are kept.
PluginFinding try_delivery(Platform& platform, tenants::Tenant const& tenant, plugins::Target const& next, std::vector<std::string> const& files)
{
    auto const scope = TenantScope::assume(tenant.id);
    auto& database = platform.database();
    auto const deliveries = database.read([&](db::Session& session) { return imports::Deliveries { session, scope }.list(); });
    auto const last = std::ranges::find(deliveries, "published", &imports::Delivery::state);
    auto const usual_problems = last == deliveries.end() ? 0 : last->problems;
    if (!files.empty())
        return try_files(platform, next, files, "delivery", usual_problems);
    if (last == deliveries.end())
        return { false, "no delivery was published yet, so none was tried" };
    auto const kept = database.read([&](db::Session& session) { return intake::newest_kept(session, scope); });
    if (!kept)
        return { false,
            "no delivery was tried: the portal keeps only those that came by HTTP or through a folder; give the last one (" + last->file_name
                + ") with --delivery" };
    intake::SpoolFolder const folder { platform.settings().text("imports.spool") + "/trial-" + id_to_text(new_id()) };
    auto const path = folder.hold(database, scope, *kept);
    if (!path)
        return { true, "the kept delivery " + kept->name + " is damaged; give the last one with --delivery" };
    return try_files(platform, next, { *path }, "kept delivery " + kept->name + " (" + std::to_string(kept->delivery) + ")", usual_problems);
}

}

PluginFinding try_opening(Platform& platform, plugins::Target const& next)
{
    try {
        if (auto const opened = platform.plugins().check(next); !opened)
            return { true, "plugin.setting." + opened.refusal().field + ": " + opened.refusal().detail };
    } catch (plugins::PluginUnavailable const& error) {
        return { true, error.what() };
    }
    return { false, name_of(next) + " opens with the settings of tenant.properties" };
}

std::vector<PluginFinding> try_plugin(
    Platform& platform, tenants::Tenant const& tenant, plugins::Target const& running, plugins::Target const& next, std::vector<std::string> const& delivery)
{
    std::vector<PluginFinding> findings { try_opening(platform, next) };
    if (findings.front().is_problem)
        return findings;
    try {
        findings.push_back(try_bills(platform, tenant, next));
        findings.push_back(try_code(platform, running, next));
        findings.push_back(try_delivery(platform, tenant, next, delivery));
    } catch (plugins::PluginUnavailable const& error) {
        findings.push_back({ true, name_of(next) + " failed: " + error.what() });
    }
    return findings;
}

}
