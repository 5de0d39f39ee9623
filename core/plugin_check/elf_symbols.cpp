#include "plugin_check/elf_symbols.h"

#include <cstring>
#include <optional>

#include <elf.h>

namespace portal::plugin_check {

namespace {

template <typename Struct> std::optional<Struct> at(std::string_view file, std::uint64_t offset)
{
    if (offset > file.size() || file.size() - offset < sizeof(Struct))
        return std::nullopt;
    Struct read {};
    std::memcpy(&read, file.data() + offset, sizeof read);
    return read;
}

std::string name_at(std::string_view file, std::uint64_t offset)
{
    auto const rest = offset < file.size() ? file.substr(offset) : std::string_view {};
    return std::string { rest.substr(0, rest.find('\0')) };
}

bool is_exported(Elf64_Sym const& symbol)
{
    auto const binding = ELF64_ST_BIND(symbol.st_info);
    auto const visibility = ELF64_ST_VISIBILITY(symbol.st_other);
    // SHN_ABS: the names of versions.
    return symbol.st_shndx != SHN_UNDEF && symbol.st_shndx != SHN_ABS && (binding == STB_GLOBAL || binding == STB_WEAK || binding == STB_GNU_UNIQUE)
        && (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
}

}

std::vector<ExportedSymbol> exported_symbols(std::string_view file)
{
    std::vector<ExportedSymbol> found;
    auto const header = at<Elf64_Ehdr>(file, 0);
    if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 || header->e_ident[EI_CLASS] != ELFCLASS64)
        return found;
    auto const section = [&](std::uint64_t index) { return at<Elf64_Shdr>(file, header->e_shoff + index * sizeof(Elf64_Shdr)); };
    for (unsigned i = 0; i < header->e_shnum; ++i) {
        auto const symbols = section(i);
        if (!symbols || symbols->sh_type != SHT_DYNSYM)
            continue;
        auto const names = section(symbols->sh_link);
        for (std::uint64_t offset = 0; names && offset + sizeof(Elf64_Sym) <= symbols->sh_size; offset += sizeof(Elf64_Sym)) {
            auto const symbol = at<Elf64_Sym>(file, symbols->sh_offset + offset);
            if (!symbol)
                break;
            if (is_exported(*symbol))
                found.push_back({ name_at(file, names->sh_offset + symbol->st_name), ELF64_ST_BIND(symbol->st_info) == STB_GNU_UNIQUE });
        }
    }
    return found;
}

}
