// One tenant's tries in memory, judged by the real rules: fast enough for years of attacks. That it decides as the service
// does on a database is a test of its own (attacker_simulation_test.cpp).
#pragma once

#include "base/time.h"
#include "features/claims/claim_rules.h"

#include <deque>
#include <map>
#include <utility>

namespace portal::tests {

struct Attempt {
    int customer = 0;
    int bill = 0; // the customer's newest: its epoch
    int mailbox = 0;
    int block = 0;
    bool is_right = false; // code and, should it be asked for, total
    bool brings_total = false;
    bool is_on_record = false;
    bool total_always = false;
};

struct Answer {
    claims::Outcome outcome;
    claims::Demand demanded;
    bool is_judged() const { return outcome == claims::Outcome::wrong || outcome == claims::Outcome::claimed; }
};

class MemoryTenant {
public:
    Answer attempt(Attempt const& attempt, Instant now)
    {
        while (!m_month.empty() && m_month.front().at <= now - claims::limit::month)
            m_month.pop_front();
        auto const demanded = claims::demand({ count(attempt, now), attempt.is_on_record, attempt.total_always });
        if (demanded == claims::Demand::letter_today)
            return { claims::Outcome::letter_today, demanded };
        if (demanded == claims::Demand::letter)
            return { claims::Outcome::needs_letter, demanded };
        if (demanded == claims::Demand::total && !attempt.brings_total)
            return { claims::Outcome::needs_total, demanded };
        if (attempt.is_right) {
            forgive(attempt);
            return { claims::Outcome::claimed, demanded };
        }
        m_month.push_back({ now, attempt.customer, attempt.mailbox, attempt.block });
        ++m_customers[{ attempt.customer, attempt.bill }][attempt.mailbox];
        return { claims::Outcome::wrong, demanded };
    }

private:
    struct Failure {
        Instant at;
        int customer, mailbox, block;
    };

    claims::Counts count(Attempt const& attempt, Instant now) const
    {
        claims::Counts counts { 1, 1, 1, 1, 1 };
        if (auto const found = m_customers.find({ attempt.customer, attempt.bill }); found != m_customers.end())
            for (auto const& [mailbox, failures] : found->second)
                if (!attempt.is_on_record || mailbox == attempt.mailbox)
                    counts.customer += failures;
        counts.tenant_month += static_cast<std::int64_t>(m_month.size());
        for (auto failure = m_month.rbegin(); failure != m_month.rend() && failure->at > now - claims::limit::day; ++failure) {
            ++counts.tenant_day;
            counts.mailbox += failure->mailbox == attempt.mailbox;
            counts.block += failure->block == attempt.block;
        }
        return counts;
    }

    void forgive(Attempt const& attempt)
    {
        std::erase_if(m_month, [&](Failure const& failure) { return failure.customer == attempt.customer && failure.mailbox == attempt.mailbox; });
        for (auto& [key, failures] : m_customers)
            if (key.first == attempt.customer)
                failures.erase(attempt.mailbox);
    }

    std::deque<Failure> m_month; // oldest first
    std::map<std::pair<int, int>, std::map<int, int>> m_customers; // customer and bill -> mailbox -> failures
};

}
