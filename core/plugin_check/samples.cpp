#include "plugin_check/samples.h"

#include "plugin_check/given_delivery.h"
#include "plugin_check/inputs.h"

namespace portal::plugin_check {

std::vector<SampleBill> sample_bills(Instance& instance)
{
    auto& probe = instance.probe();
    if (!probe.facts().reads || probe.subject().delivery.empty())
        return {};
    Rows rows { instance };
    GivenDelivery delivery { probe.subject().delivery };
    probe.doing("billing-import.run");
    instance.import(delivery.border(), rows.border());
    return rows.bills();
}

std::vector<Accepted> accepted(Instance& instance, TextFunction const& normalise)
{
    auto random = instance.probe().random();
    auto candidates = plausible(random);
    bool const is_reference = std::string_view { normalise.name }.starts_with("reference");
    for (auto const& bill : sample_bills(instance))
        candidates.push_back(is_reference ? bill.reference : bill.code);
    std::vector<Accepted> found;
    auto const try_all = [&](std::vector<std::string> const& texts) {
        for (auto const& text : texts)
            if (auto const answer = instance.ask(normalise, text); answer.is_ok())
                found.push_back({ text, answer.text });
    };
    try_all(candidates);
    try_all(hostile(random, typed_of(found, 100), 1'000));
    return found;
}

std::vector<std::string> typed_of(std::vector<Accepted> const& accepted, std::size_t most)
{
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < accepted.size() && i < most; ++i)
        texts.push_back(accepted[i].typed);
    return texts;
}

}
