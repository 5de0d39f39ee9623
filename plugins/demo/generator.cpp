#include "demo/generator.h"

#include <CLI/CLI.hpp>

#include <cstdarg>
#include <cstdio>
#include <exception>

namespace demo {

std::string row(char separator, std::initializer_list<std::string> values)
{
    std::string line;
    for (auto const& value : values) {
        if (&value != values.begin())
            line += separator;
        line += value.find(separator) == std::string::npos ? value : '"' + value + '"';
    }
    return line + "\r\n";
}

std::string format(char const* pattern, ...)
{
    char text[64];
    std::va_list values;
    va_start(values, pattern);
    std::vsnprintf(text, sizeof text, pattern, values);
    va_end(values);
    return text;
}

// 7919 and 90000 have no common divisor, so that no number comes twice.
std::string unordered_number(std::uint64_t customer) { return std::to_string(10'000 + customer * 7'919 % 90'000); }

int run(Generator const& generator, int count, char** arguments)
{
    Plan plan { generator.customers };
    std::string out;
    CLI::App app { std::string { "Writes an invented delivery of " } + generator.utility + ": bills up to 2018-05." };
    app.add_option("--customers", plan.customers, "how many")->check(CLI::Range(1, 9'999))->capture_default_str();
    app.add_option("--months", plan.months, "how many months, one bill a customer in each")->check(CLI::Range(1, 240))->capture_default_str();
    app.add_option("--seed", plan.seed, "another seed, another town")->capture_default_str();
    app.add_option("--out", out, "FILE.zip, or a folder for single files")->required();
    CLI11_PARSE(app, count, arguments);
    try {
        write_bundle(out, generator.files(plan), generator.encoding);
        auto const sum = generator.statement(plan);
        std::printf("%s: %lld customers, %lld bills, %s EUR billed, %s EUR owed\n", out.c_str(), static_cast<long long>(sum.customers),
            static_cast<long long>(sum.bills), amount_text(sum.billed).c_str(), amount_text(sum.owed).c_str());
        return 0;
    } catch (std::exception const& fault) {
        std::fprintf(stderr, "%s: %s\n", arguments[0], fault.what());
        return 3;
    }
}

}
