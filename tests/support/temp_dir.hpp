#pragma once

#include <filesystem>
#include <string>

namespace slipway::testing {

/// A directory of its own for one test, removed at the end.
class TempDir {
public:
    TempDir();
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    ~TempDir();

    const std::filesystem::path& path() const { return path_; }
    /// Writes `content` below the directory, making parents, and returns the path.
    std::filesystem::path write(const std::string& name, const std::string& content) const;

private:
    std::filesystem::path path_;
};

}  // namespace slipway::testing
