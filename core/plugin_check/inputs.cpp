#include "plugin_check/inputs.h"

#include <algorithm>
#include <string_view>

namespace portal::plugin_check {

namespace {

constexpr std::string_view s_digits = "0123456789";
constexpr std::string_view s_signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz -./+*#&()_,;:'\"\\<>?!@$%^=|~`{}[]\t";

std::string some(Random& random, std::string_view signs, std::size_t most)
{
    std::string text(random.below(most + 1), ' ');
    for (auto& c : text)
        c = random.of(signs);
    return text;
}

std::string changed(Random& random, std::string text)
{
    auto const at = random.below(text.size() + 1);
    auto const place = std::min(at, text.empty() ? 0 : text.size() - 1);
    switch (random.below(6)) {
    case 0: return text.insert(at, 1, random.of(s_signs));
    case 1: return text.erase(place, 1);
    case 2: return text.substr(0, at);
    case 3: return text + text;
    case 4: return text.insert(at, 1 + random.below(20), random.of(" -."));
    default:
        if (!text.empty())
            text[place] = random.of(s_signs);
        return text;
    }
}

}

std::vector<std::string> plausible(Random& random)
{
    std::vector<std::string> texts { "SI12 1234567890120", "SI121805000001070", "SI00 123-456", "SI99", "RF18 5390 0754 7034", "RF18539007547034",
        "HR01 2020-789-1", "HR00 1-2-3", "HR99", "210000000003139471430009017", "1234561", "1232", "020343057642", "+++020/3430/57642+++", "1234567",
        "71<022646321691226+12345678<", "90150;123123451;432,11", "20180500081", "2018-05-00081", "6473", "12 34", "AB12CD", "K-2018-17" };
    for (std::size_t length = 1; length <= 20; ++length)
        for (int i = 0; i < 60; ++i) {
            std::string digits(length, '0');
            for (auto& c : digits)
                c = random.of(s_digits);
            texts.push_back(digits);
        }
    return texts;
}

std::vector<std::string> hostile(Random& random, std::vector<std::string> const& samples, std::size_t count)
{
    std::vector<std::string> texts;
    while (texts.size() < count) {
        switch (random.below(4)) {
        case 0: texts.push_back(some(random, s_digits, 40)); break;
        case 1: texts.push_back(some(random, s_signs, 80)); break;
        default: texts.push_back(samples.empty() ? some(random, s_signs, 20) : changed(random, samples[random.below(samples.size())])); break;
        }
    }
    return texts;
}

std::vector<std::string> odd_bytes(Random& random)
{
    using namespace std::string_literals;
    std::vector<std::string> texts { "", "\0"s, "\0\0\0\0"s, "SI12\0001234567890120"s, "123\000456"s, "\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
        "\xe2\x82", "\x80", "SI12 18050000010\xe8", "１２３４", "٣٤٥٦", "S\u0130", "\ufeffSI12", "\u202e1234", "1\u00a0234", "e\u0301\u0301\u0301", "\r\n",
        "\n", "\t", " ", "\x7f", "%s%n%x", "' or 1=1 --", "../../etc/passwd", "<script>", "-1", "+0", "1e9", "9223372036854775808", "-9223372036854775809",
        "0x10", "NaN" };
    for (int i = 0; i < 500; ++i) {
        std::string bytes(random.below(60), '\0');
        for (auto& c : bytes)
            c = random.byte();
        texts.push_back(bytes);
    }
    return texts;
}

std::vector<std::string> very_long(Random& random, std::vector<std::string> const& samples)
{
    constexpr std::size_t megabyte = 1U << 20;
    std::vector<std::string> texts;
    for (char const sign : { '0', '9', ' ', '-', 'A', '\0', '\xff' })
        texts.emplace_back(megabyte, sign);
    for (std::size_t const length : { 255U, 256U, 1'023U, 1'024U, 4'096U, 65'535U, 65'536U })
        texts.emplace_back(length, '1');
    std::string mixed(megabyte, ' ');
    for (auto& c : mixed)
        c = random.of(s_signs);
    texts.push_back(mixed);
    for (std::size_t i = 0; i < samples.size() && i < 3; ++i) {
        std::string again;
        while (again.size() < megabyte)
            again += samples[i].empty() ? "1" : samples[i];
        texts.push_back(again.substr(0, megabyte));
        texts.push_back(samples[i] + std::string(megabyte - samples[i].size(), ' '));
    }
    return texts;
}

}
