// Two instances for two tenants in one process answer as each alone would: nothing of one is seen by the other.
#include "plugin_check/inputs.h"
#include "plugin_check/reading.h"
#include "plugin_check/suite.h"

#include "base/text.h"

#include <algorithm>

namespace portal::plugin_check {

namespace {

constexpr std::string_view s_end_of_settings = "--\n";

// Another tenant with the same settings.
Tenant another_tenant(Probe const& probe)
{
    auto tenant = probe.subject().tenant;
    tenant.slug = "another";
    tenant.language = tenant.language == "en" ? "sl" : "en";
    tenant.currency = tenant.currency == "CHF" ? "EUR" : "CHF";
    return tenant;
}

std::vector<std::string> other_values(std::string_view type, std::string const& value)
{
    if (type == "flag")
        return { value == "true" ? "false" : "true" };
    if (type == "integer")
        return { std::to_string(parse_integer(value).value_or(1) + 1), std::to_string(parse_integer(value).value_or(3) - 1) };
    return { value + "2", "2" };
}

// Settings that differ wherever the plugin takes another value; to the board, one "key=value" a line.
void find_other_settings(Probe& probe)
{
    Library const library { probe };
    auto tenant = another_tenant(probe);
    for (std::uint32_t i = 0; i < library.plugin->setting_count; ++i) {
        auto const& info = setting_info(*library.plugin, i);
        if (std::string_view { info.key }.find('*') != std::string_view::npos)
            continue;
        auto const given = tenant.settings.find(info.key);
        auto const value = given != tenant.settings.end() ? given->second : std::string { info.fallback ? info.fallback : "" };
        for (auto const& other : other_values(info.type ? info.type : "", value)) {
            auto changed = tenant;
            changed.settings[info.key] = other;
            if (Instance { probe, library, changed }.opened().is_ok()) {
                tenant = changed;
                probe.board().write_rows(std::string { info.key } + "=" + other + "\n");
                break;
            }
        }
    }
    probe.board().write_rows(s_end_of_settings);
}

// What find_other_settings wrote, and what was written behind it.
std::pair<Tenant, std::string> other_tenant(Probe& probe)
{
    auto tenant = another_tenant(probe);
    auto const all = probe.board().rows();
    auto const end = all.find(s_end_of_settings);
    for (auto const line : split(std::string_view { all }.substr(0, end), '\n'))
        if (auto const equals = line.find('='); equals != std::string_view::npos)
            tenant.settings[std::string { line.substr(0, equals) }] = line.substr(equals + 1);
    return { tenant, all.substr(std::min(all.size(), end + s_end_of_settings.size())) };
}

// Asked one by one, so that the other instance can be asked in between.
class Questions {
public:
    Questions(Probe& probe, Library const& library)
        : m_probe(probe)
        , m_functions(text_functions(library))
    {
        auto random = probe.random();
        m_texts = plausible(random);
        m_texts.resize(std::min<std::size_t>(m_texts.size(), 300));
    }
    std::size_t count() const { return m_functions.size() * m_texts.size() + (m_probe.facts().reads && !m_probe.subject().delivery.empty() ? 1 : 0); }
    // In one line or, for the delivery, in as many as it has rows.
    std::string answer(Instance& instance, std::size_t number) const
    {
        if (number >= m_functions.size() * m_texts.size())
            return read(instance, m_probe.subject().delivery, "two tenants").lines;
        auto const& function = m_functions[number / m_texts.size()];
        auto const& text = m_texts[number % m_texts.size()];
        return std::string { function.name } + "(" + in_quotes(text) + "): " + in_words(instance.ask(function, text)) + "\n";
    }
    std::string all(Instance& instance) const
    {
        std::string answers;
        for (std::size_t i = 0; i < count(); ++i)
            answers += answer(instance, i);
        return answers;
    }

private:
    Probe& m_probe;
    std::vector<TextFunction> m_functions;
    std::vector<std::string> m_texts;
};

void ask_the_other_alone(Probe& probe)
{
    Library const library { probe };
    Instance other { probe, library, other_tenant(probe).first };
    if (other.opened().is_ok())
        probe.board().write_rows(Questions { probe, library }.all(other));
}

void compare(Probe& probe, std::string const& alone, std::string const& together)
{
    if (alone == together)
        return;
    auto const expected = split(alone, '\n');
    auto const seen = split(together, '\n');
    auto const [left, right] = std::mismatch(expected.begin(), expected.end(), seen.begin(), seen.end());
    probe.doing("");
    probe.find("instances.shared_state", left == expected.end() ? "nothing more" : std::string { *left },
        right == seen.end() ? "nothing more" : std::string { *right });
}

void two_tenants(Probe& probe)
{
    Library const library { probe };
    auto const [tenant, other_alone] = other_tenant(probe);
    if (other_alone.empty())
        return probe.skip("it opens for no second tenant, or answers nothing");
    Questions const questions { probe, library };
    auto const one_alone = [&] {
        Instance alone { probe, library, probe.subject().tenant };
        return questions.all(alone);
    }();
    Instance one { probe, library, probe.subject().tenant };
    Instance other { probe, library, tenant };
    if (!other.opened().is_ok())
        return probe.skip("it does not open twice");
    std::string one_together;
    std::string other_together;
    for (std::size_t i = 0; i < questions.count(); ++i) {
        one_together += questions.answer(one, i);
        other_together += questions.answer(other, i);
    }
    compare(probe, one_alone, one_together);
    compare(probe, other_alone, other_together);
}

}

std::vector<Test> instance_tests()
{
    return { { "instances.independent", "two tenants get the answers that each gets alone", Needs::opens, two_tenants,
        { find_other_settings, ask_the_other_alone } } };
}

}
