#include "demo/people.h"

#include "demo/chance.h"

#include <array>
#include <string_view>

namespace demo {

namespace {

constexpr std::array s_first { "Ana", "Marija", "Maja", "Mojca", "Irena", "Mateja", "Nataša", "Nina", "Andreja", "Petra", "Barbara", "Špela", "Tjaša", "Urška",
    "Žana", "Franc", "Janez", "Marko", "Andrej", "Ivan", "Anton", "Jožef", "Peter", "Luka", "Matej", "Tomaž", "Miha", "Žiga", "Črtomir", "Boštjan" };
constexpr std::array s_last { "Novak", "Horvat", "Kovačič", "Krajnc", "Zupančič", "Potočnik", "Kovač", "Mlakar", "Kos", "Vidmar", "Golob", "Turk", "Božič",
    "Kralj", "Zupan", "Bizjak", "Hribar", "Kotnik", "Kavčič", "Rozman", "Petek", "Oblak", "Žagar", "Hočevar", "Kolar", "Koren", "Čeh", "Šuštar", "Rupnik",
    "Lukan" };
constexpr std::array s_streets { "Studenčna ulica", "Pot k izviru", "Kresnikova pot", "Mlinarjeva pot", "Zvonarska ulica", "Jelkina ulica", "Pot pod gabri",
    "Ulica treh lip", "Kovaška steza", "Brezova dolina", "Vodnjakova ulica", "Čebelarska pot", "Na ježi", "Češnjev drevored", "Žabja ulica" };

std::string plain(std::string_view name)
{
    std::string letters;
    for (std::size_t at = 0; at < name.size(); ++at) {
        auto const byte = static_cast<unsigned char>(name[at]);
        if (byte < 0x80)
            letters += static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
        else { // č, š, ž in either case are two bytes; the second tells which
            auto const second = static_cast<unsigned char>(name[++at]);
            letters += second == 0x8C || second == 0x8D ? 'c' : second == 0xA0 || second == 0xA1 ? 's' : 'z';
        }
    }
    return letters;
}

}

Person person(std::uint64_t seed, std::uint64_t number)
{
    std::string_view const first = s_first[static_cast<std::size_t>(pick(s_first.size(), { seed, number, 1 }))];
    std::string_view const last = s_last[static_cast<std::size_t>(pick(s_last.size(), { seed, number, 2 }))];
    return { std::string { first } + " " + std::string { last }, plain(first) + "." + plain(last) + std::to_string(number) + "@posta.example" };
}

std::string street_address(std::uint64_t seed, std::uint64_t number)
{
    return s_streets[static_cast<std::size_t>(pick(s_streets.size(), { seed, number, 3 }))] + std::string { " " }
    + std::to_string(1 + pick(60, { seed, number, 4 }));
}

}
