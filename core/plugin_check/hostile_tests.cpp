// Whatever is typed: an answer or a refusal, in time.
#include "plugin_check/inputs.h"
#include "plugin_check/samples.h"
#include "plugin_check/suite.h"

namespace portal::plugin_check {

namespace {

using Make = std::vector<std::string> (*)(Random&, std::vector<std::string> const&);

void type_all(Probe& probe, Make make)
{
    Library const library { probe };
    auto const functions = text_functions(library);
    if (functions.empty())
        return probe.skip("it takes no texts");
    Instance instance { probe, library, probe.subject().tenant };
    for (auto const& function : functions) {
        std::vector<std::string> samples;
        for (auto const& bill : sample_bills(instance))
            samples.push_back(std::string_view { function.name }.starts_with("reference") ? bill.reference : bill.code);
        auto random = probe.random();
        for (auto const& text : plausible(random))
            if (samples.size() < 50 && instance.ask(function, text).is_ok())
                samples.push_back(text);
        for (auto const& text : make(random, samples))
            instance.ask(function, text);
    }
}

void random_texts(Probe& probe)
{
    type_all(probe, [](Random& random, std::vector<std::string> const& samples) { return hostile(random, samples, 3'000); });
}

void bytes_that_are_no_text(Probe& probe)
{
    type_all(probe, [](Random& random, std::vector<std::string> const&) { return odd_bytes(random); });
}

void long_texts(Probe& probe)
{
    type_all(probe, [](Random& random, std::vector<std::string> const& samples) { return very_long(random, samples); });
}

}

std::vector<Test> hostile_tests()
{
    return {
        { "hostile.random", "random texts are answered", Needs::opens, random_texts },
        { "hostile.bytes", "invalid UTF-8, NUL and controls are answered", Needs::opens, bytes_that_are_no_text },
        { "hostile.long", "texts of a megabyte are answered", Needs::opens, long_texts },
    };
}

}
