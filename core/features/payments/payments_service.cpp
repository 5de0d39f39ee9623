#include "features/payments/payments_service.h"

#include "base/text.h"
#include "features/payments/incoming_payments.h"
#include "plugins/silent_row_sink.h"

#include <fstream>

namespace portal::payments {

namespace {

// Namespaces of the SDK's reader (portal/bank_statement/camt.hpp) up to what differs.
constexpr std::string_view s_families[] { "urn:iso:std:iso:20022:tech:xsd:camt.05", "ISO:camt.05" };
constexpr std::size_t s_beginning = 4'096; // bytes; the namespace stands in the first element, or behind the header of a business message

std::string beginning_of(std::string const& path, std::size_t bytes)
{
    std::ifstream file { path, std::ios::binary };
    std::string beginning(bytes, '\0');
    file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
    beginning.resize(static_cast<std::size_t>(file.gcount()));
    return beginning;
}

bool is_bundle(std::string const& path) { return beginning_of(path, 4) == "PK\x03\x04"; }

// Ends the reading with the first payment, or the first entry that cannot be read: only statements have these.
class FirstEntry final : public plugins::SilentRowSink {
public:
    void payment(plugins::PaymentRow const&) override { end(); }
    void problem(plugins::ProblemRow const&) override { end(); }

    void end() { m_stop.request_stop(); }
    bool has_ended() const { return m_stop.stop_requested(); }
    std::stop_token token() const { return m_stop.get_token(); }

private:
    std::stop_source m_stop;
};

bool is_statement(std::string const& path)
{
    auto const beginning = beginning_of(path, s_beginning);
    return std::any_of(std::begin(s_families), std::end(s_families), [&](std::string_view family) {
        auto const found = beginning.find(family);
        auto const version = found == std::string::npos ? std::string {} : beginning.substr(found + family.size(), 5);
        return version.size() == 5 && version[0] >= '2' && version[0] <= '4' && version.substr(1) == ".001";
    });
}

}

bool are_statements(std::vector<std::string> const& paths) { return !paths.empty() && std::all_of(paths.begin(), paths.end(), is_statement); }

// Only the host opens bundles, so its reader says. What it refuses for the statement's own sake is one.
bool PaymentService::are_bundled_statements(plugins::Target const& target, std::vector<std::string> const& paths, std::stop_token stop)
{
    if (paths.empty() || !std::all_of(paths.begin(), paths.end(), is_bundle))
        return false;
    FirstEntry entry;
    std::stop_callback const pass_on { stop, [&] { entry.end(); } };
    try {
        auto const outcome = m_plugins.read_statements(target, paths, entry, entry.token());
        return entry.has_ended() || outcome || (outcome.refusal().key.starts_with("statement.") && outcome.refusal().key != "statement.unknown_format");
    } catch (plugins::PluginUnavailable const&) {
        return false; // the import says so, too
    }
}

imports::ImportReport PaymentService::take_in(plugins::Target const& target, std::vector<std::string> const& paths, imports::Options const& options,
    imports::OnProgress const& on_progress, audit::Actor actor, std::stop_token stop)
{
    auto const scope = TenantScope::assume(target.tenant);
    std::size_t count = 0;
    auto const canonical = [&](std::string const& reference) -> std::optional<std::string> {
        auto const own = m_plugins.normalise_reference(target, reference);
        return own ? std::optional { *own } : std::nullopt;
    };
    auto const source = [&](plugins::RowSink& sink, std::stop_token stop_reading) {
        IncomingPayments payments { m_database, scope, canonical, sink };
        auto outcome = m_plugins.read_statements(target, paths, payments, stop_reading);
        payments.flush();
        count = payments.count();
        return outcome;
    };
    auto report = m_imports.run(target, paths, source, options, on_progress, actor, stop);
    if (report.reason == "delivery.empty" && count == 0 && report.problem_count == 0) {
        report.state = imports::State::unchanged;
        report.reason.clear();
        report.message = "There is no payment of a customer in it.";
    }
    return report;
}

Result<imports::ImportReport, NotAssigned> PaymentService::assign(
    plugins::Target const& target, std::string const& payment, std::string const& bill, audit::Actor actor)
{
    std::optional<NotAssigned> refusal;
    auto const scope = TenantScope::assume(target.tenant);
    // Looked up while nobody else imports for this utility, so that a payment is assigned once.
    auto const source = [&](plugins::RowSink& sink, std::stop_token) -> Result<plugins::ImportSummary, plugins::Rejection> {
        auto const [known, found] = m_database.read([&](db::Session& session) {
            PaymentStore const store { session, scope };
            return std::pair { store.payment(payment), store.bill(bill) };
        });
        if (!known || known->outcome != "unmatched" || !found) {
            refusal = !known ? NotAssigned::unknown_payment : known->outcome != "unmatched" ? NotAssigned::is_matched : NotAssigned::unknown_bill;
            return refuse(plugins::Rejection { "payment.not_assigned", {}, {} });
        }
        sink.begin({});
        give(sink, *known, { How::by_the_desk, { { found->number, found->customer, found->reference, known->amount.minor() } }, {} });
        return plugins::ImportSummary {};
    };
    auto report = m_imports.run(target, source, { "payment " + payment + " for bill " + bill, {}, 0 }, { .again = true, .force = true }, {}, actor);
    if (refusal)
        return refuse(*refusal);
    return report;
}

std::vector<KnownPayment> PaymentService::unmatched(TenantScope const& scope) const
{
    std::vector<KnownPayment> all;
    for (PaymentStore::Place after;;) {
        auto page = m_database.read([&](db::Session& session) {
            auto place = after;
            auto payments = PaymentStore { session, scope }.unmatched(place);
            return std::pair { std::move(payments), place };
        });
        if (page.first.empty())
            return all;
        after = page.second;
        all.insert(all.end(), std::make_move_iterator(page.first.begin()), std::make_move_iterator(page.first.end()));
    }
}

void PaymentService::each(TenantScope const& scope, std::function<void(KnownPayment const&)> const& take) const
{
    std::int64_t after = 0;
    for (;;) {
        auto const page = m_database.read([&](db::Session& session) { return PaymentStore { session, scope }.page(after); });
        if (page.empty())
            return;
        for (auto const& payment : page)
            take(payment);
    }
}

}
