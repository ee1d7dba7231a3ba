#pragma once

#include "tests/support/rpm_builder.hpp"
#include "tests/support/temp_dir.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace slipway::yum {

/// A package with a sub-package and a source.
extern const char* const sub_packages_spec;

std::string content_of(const std::filesystem::path& path);

/// A repository that createrepo_c indexes and whose packages are rendered here as well. Both documents are read by a
/// real XML parser (compare_repodata.py, which says what is not compared).
class ComparedRepository : public ::testing::Test {
protected:
    void add(const std::string& name, const testing::RpmBuilder& package) { add_bytes(name, package.bytes()); }
    void add_bytes(const std::string& name, const std::string& bytes);
    /// Builds binary and source packages.
    void add_built(const std::string& spec, const std::vector<std::string>& macros = {});
    void expect_equal_documents() const;

private:
    void render_ours() const;
    std::string top() const { return dir_.path().string(); }

    testing::TempDir dir_;
};

}  // namespace slipway::yum
