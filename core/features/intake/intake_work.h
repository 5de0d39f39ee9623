// Reads what was received, utility by utility in the order in which it came, through the one door for deliveries.
#pragma once

#include "base/scope.h"
#include "features/intake/intake.h"
#include "features/payments/payments_service.h"
#include "jobs/lease.h"

#include <functional>
#include <set>
#include <stop_token>

namespace portal::intake {

// Any number of nodes may do this at once: a lease a utility lets one of them. A process that dies leaves the delivery in state
// `reading`; whoever has the lease next reads it again from its bytes, and what was published by then is recognised.
class IntakeWork {
public:
    static constexpr int most_tries = 5; // what fails so often for reasons of its own is refused
    static constexpr std::chrono::days kept_for { 90 }; // the account of a delivery that was read

    struct Parts {
        db::Database& database;
        Clock const& clock;
        payments::PaymentService& payments; // deliveries of the billing system and bank statements
        std::string spool; // a folder of this node for the bytes of the delivery that is being read
        jobs::LeaseTimes lease_times {};
        // What a way in does with the utility's lease: taking in what lies there, and telling where it came from what became of it.
        std::function<void(TenantId)> before_reading {};
        std::function<void(TenantId, Received const&)> when_done {};
    };

    explicit IntakeWork(Parts parts)
        : m(std::move(parts))
    {
    }

    // Utilities that have something to be read now. One cheap query.
    std::set<TenantId> waiting() const;
    // Reads what waits for this utility, at most `most` deliveries; nothing when another node does. True: more may be read at once.
    // `options`: the utility's; who sent a delivery says whether it is forced.
    bool read_some(plugins::Target const& target, imports::Options const& options, int most, std::stop_token const& stop);
    // Takes out what was sent only in part and then never went on, of all utilities.
    void take_out_broken_off();

    static std::string lease_of(std::string_view slug) { return "intake " + std::string { slug }; }

private:
    bool read_next(plugins::Target const& target, imports::Options options, jobs::Lease const& lease, std::stop_token const& stop);
    imports::ImportReport import(plugins::Target const& target, imports::Options const& options, Received const& received, std::stop_token const& stop);
    bool settle_if_published_before(plugins::Target const& target, jobs::Lease const& lease, Received received);
    void settle(plugins::Target const& target, jobs::Lease const& lease, Received received, imports::ImportReport const& report);
    void settle_as(plugins::Target const& target, jobs::Lease const& lease, Received const& received);
    void put_off(TenantId tenant, jobs::Lease const& lease, Received const& received, std::string const& reason, std::string const& message);
    void drop_bytes(TenantId tenant, jobs::Lease const& lease);

    Parts m;
};

}
