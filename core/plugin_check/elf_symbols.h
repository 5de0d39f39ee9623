// The symbols that a shared library exports, read from its file without loading it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace portal::plugin_check {

struct ExportedSymbol {
    std::string name;
    bool is_unique; // STB_GNU_UNIQUE: one for the whole process, even between libraries that are kept apart
};

// Empty when the file is no 64-bit ELF library of this machine or is damaged.
std::vector<ExportedSymbol> exported_symbols(std::string_view file);

}
