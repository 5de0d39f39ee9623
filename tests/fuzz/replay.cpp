// Feeds every file of the folders that are named, and every beginning of it, to one fuzz program: what was learned stays learned, without
// clang. A fault ends the program, as in libFuzzer.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

std::vector<std::filesystem::path> files_in(char const* folder)
{
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator { folder })
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

// A copy of just this size, so that a sanitizer sees who reads beyond its end.
void feed(std::string const& input, std::size_t size)
{
    auto const copy = std::make_unique<std::uint8_t[]>(size);
    std::copy_n(input.begin(), size, copy.get());
    LLVMFuzzerTestOneInput(copy.get(), size);
}

}

int main(int count, char** arguments)
{
    std::size_t files = 0, inputs = 0;
    for (int i = 1; i < count; ++i) {
        for (auto const& path : files_in(arguments[i])) {
            std::ifstream file { path, std::ios::binary };
            std::string const input { std::istreambuf_iterator<char> { file }, {} };
            std::printf("%s\n", path.filename().c_str());
            std::fflush(stdout);
            for (std::size_t size = 0; size <= input.size(); ++size, ++inputs)
                feed(input, size);
            ++files;
        }
    }
    std::printf("%zu files, %zu inputs\n", files, inputs);
    return files == 0 ? 1 : 0;
}
