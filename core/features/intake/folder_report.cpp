#include "features/intake/folder_report.h"

#include "features/imports/deliveries.h"
#include "features/intake/status.h"

namespace portal::intake {

namespace {

std::string head(Received const& received)
{
    return "file      " + received.name + "\nresult    " + std::string { name_of(received.state) }
    + (received.delivery == 0 ? "" : " (delivery " + std::to_string(received.delivery) + ")") + "\n"
        + (received.message.empty() ? "" : "message   " + received.message + "\n");
}

std::string line_of(imports::Problem const& problem, Words const& words)
{
    return (problem.file.empty() ? "delivery" : problem.file) + (problem.line == 0 ? "" : ":" + std::to_string(problem.line)) + ": " + words(problem.reason)
        + (problem.field.empty() ? "" : " (" + problem.field + ")") + (problem.detail.empty() ? "" : ": " + problem.detail) + "\n";
}

}

Report folder_report(db::Session& session, TenantScope const& scope, Received const& received, Words const& words, Instant now)
{
    Report report { head(received), status_json(session, scope, received, now) };
    imports::Deliveries const deliveries { session, scope };
    auto const delivery = received.delivery == 0 ? std::nullopt : deliveries.find(received.delivery);
    if (!delivery)
        return report;
    report.text += "rows      " + std::to_string(delivery->rows_read) + " read; " + std::to_string(delivery->added) + " added, "
        + std::to_string(delivery->changed) + " changed, " + std::to_string(delivery->removed) + " removed\nproblems  " + std::to_string(delivery->problems)
        + "\n";
    for (auto const& problem : deliveries.problems_of(delivery->number))
        report.text += "\n" + line_of(problem, words);
    return report;
}

Report folder_report(Received const& refused) { return { head(refused), status_json(refused) }; }

}
