// Opening, closing, and the tenant's settings.
#include "plugin_check/instance.h"
#include "plugin_check/suite.h"

#include <portal/setting_key.hpp>

#include <algorithm>

#include <malloc.h>

namespace portal::plugin_check {

namespace {

void opens_and_closes(Probe& probe)
{
    Library const library { probe };
    Instance instance { probe, library, probe.subject().tenant };
    auto const opened = instance.opened();
    probe.doing("");
    probe.require(opened.is_ok(), "open.refused", "it opens with the settings of the settings file", in_words(opened));
    if (!opened.is_ok())
        return;
    probe.doing("close()");
    instance.close();
    probe.facts().opens = true;
}

// What an instance takes it gives back: a host that serves for months is opened anew each day.
void opens_many_times(Probe& probe)
{
    constexpr std::size_t most_kept = 64 * 1024;
    Library const library { probe };
    auto const open_and_close = [&](int times) {
        for (int i = 0; i < times; ++i) {
            Instance instance { probe, library, probe.subject().tenant };
            probe.doing("opened and closed again and again");
            probe.require(instance.opened().is_ok(), "open.not_again", "it opens again with the same settings", in_words(instance.opened()));
        }
    };
    open_and_close(50);
    auto const before = ::mallinfo2().uordblks;
    open_and_close(500);
    auto const after = ::mallinfo2().uordblks;
    probe.doing("");
    probe.require(after < before + most_kept, "memory.leak", "close() gives back what open() took",
        std::to_string(after - before) + " bytes more after 500 times of open and close");
}

void two_at_once(Probe& probe)
{
    Library const library { probe };
    for (bool const first_is_first : { true, false }) {
        Instance one { probe, library, probe.subject().tenant };
        Instance other { probe, library, probe.subject().tenant };
        probe.doing(first_is_first ? "two instances, the older closed first" : "two instances, the younger closed first");
        probe.require(one.opened().is_ok() && other.opened().is_ok(), "open.not_twice", "a second instance can be opened beside the first",
            in_words(one.opened()) + " and " + in_words(other.opened()));
        (first_is_first ? one : other).close();
    }
}

// A refusal must lead the admin to a setting that there is.
void judge_refusal(Probe& probe, Library const& library, Answer const& opened)
{
    if (opened.is_ok())
        return;
    std::string_view const field { opened.error.field, ::strnlen(opened.error.field, sizeof opened.error.field) };
    for (std::uint32_t i = 0; i < library.plugin->setting_count; ++i)
        if (auto const* const key = setting_info(*library.plugin, i).key; sdk::stands_for(key, field) || field == key)
            return;
    probe.find("settings.field", "a refusal names one of the plugin's settings in field", in_words(opened));
}

void open_with(Probe& probe, Library const& library, Tenant const& tenant, std::string const& doing)
{
    probe.doing("open() with " + doing);
    Instance const instance { probe, library, tenant };
    judge_refusal(probe, library, instance.opened());
}

void without_settings(Probe& probe)
{
    Library const library { probe };
    auto tenant = probe.subject().tenant;
    tenant.settings.clear();
    open_with(probe, library, tenant, "no settings at all");
    for (auto const& [key, value] : probe.subject().tenant.settings) {
        tenant = probe.subject().tenant;
        tenant.settings.erase(key);
        open_with(probe, library, tenant, key + " not set");
    }
}

// Every setting that there is; where a key has a star, those that are set.
std::vector<std::string> settable_keys(Probe const& probe, Library const& library)
{
    std::vector<std::string> keys;
    for (std::uint32_t i = 0; i < library.plugin->setting_count; ++i) {
        std::string const declared = setting_info(*library.plugin, i).key;
        if (declared.find('*') == std::string::npos)
            keys.push_back(declared);
    }
    for (auto const& [key, value] : probe.subject().tenant.settings)
        if (std::find(keys.begin(), keys.end(), key) == keys.end())
            keys.push_back(key);
    return keys;
}

void each_setting_wrong(Probe& probe)
{
    using namespace std::string_literals;
    Library const library { probe };
    if (library.plugin->setting_count == 0)
        return probe.skip("it has no settings");
    std::vector<std::string> const wrong { "", " ", "?", "no such thing", "-1", "0", "1,5", "99999999999999999999", "true", "\xff\xfe", "a\0b"s, "\n",
        std::string(1'000, 'x'), std::string(1U << 20, '9'), "%s%n", "../../etc/passwd" };
    for (auto const& key : settable_keys(probe, library)) {
        for (auto const& value : wrong) {
            auto tenant = probe.subject().tenant;
            tenant.settings[key] = value;
            open_with(probe, library, tenant, key + " = " + in_quotes(value, 60));
        }
    }
}

}

std::vector<Test> life_tests()
{
    return {
        { "life.opens", "it opens and closes with the settings given", Needs::sound_tables, opens_and_closes },
        { "life.again", "it opens many times and keeps no memory", Needs::opens, opens_many_times },
        { "life.two", "two instances live side by side", Needs::opens, two_at_once },
        { "settings.missing", "a missing setting is named", Needs::opens, without_settings },
        { "settings.wrong", "each setting wrong in turn is named or taken", Needs::opens, each_setting_wrong },
    };
}

}
