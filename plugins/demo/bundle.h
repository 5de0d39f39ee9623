// A delivery that is generated while it is written: one ZIP file, or a folder of single files.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace demo {

struct GeneratedFile {
    std::string name;
    // Appends some more lines (UTF-8); false when there are none.
    std::function<bool(std::string& out)> more;
};

enum class Encoding { utf_8, windows_1250 };

// The same files give the same bytes. A path that ends in ".zip" becomes a bundle, any other a folder. Throws std::runtime_error.
void write_bundle(std::string const& path, std::vector<GeneratedFile> const& files, Encoding encoding);

}
