#include "tests/repo-format/yum/compared_repository.hpp"

#include "repo-format/yum/documents.hpp"
#include "repo-format/yum/package_xml.hpp"
#include "tests/support/command.hpp"
#include "tests/support/must.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace slipway::yum {

using testing::run_command;

const char* const sub_packages_spec = R"(Name: subs
Version: 1.0^git1
Release: 1
Summary: Source with binary and debug sub-packages
License: MIT
Source0: subs.txt
BuildRequires: coreutils >= 1
%description
Subs.
%package devel
Summary: Development files
Requires: %{name} = %{version}-%{release}
BuildArch: noarch
%description devel
%install
mkdir -p %{buildroot}/usr/sbin %{buildroot}/usr/include/sbin
cp %{SOURCE0} %{buildroot}/usr/sbin/subs
echo x > %{buildroot}/usr/include/sbin/subs.h
%files
/usr/sbin/subs
%files devel
/usr/include/sbin
)";

std::string content_of(const std::filesystem::path& path) {
    std::ostringstream content;
    content << std::ifstream(path, std::ios::binary).rdbuf();
    return content.str();
}

void ComparedRepository::add_bytes(const std::string& name, const std::string& bytes) {
    dir_.write("repo/" + name, bytes);
}

void ComparedRepository::add_built(const std::string& spec, const std::vector<std::string>& macros) {
    const auto path = dir_.write("p.spec", spec);
    dir_.write("SOURCES/subs.txt", "text\n");
    std::filesystem::create_directories(dir_.path() / "repo");
    const std::string repo = (dir_.path() / "repo").string();
    std::vector<std::string> command{"rpmbuild", "-ba", "--quiet", "--nodeps"};
    for (const auto& macro : {"_topdir " + top(), "_rpmdir " + repo, "_srcrpmdir " + repo})
        command.insert(command.end(), {"--define", macro});
    for (const auto& macro : macros) command.insert(command.end(), {"--define", macro});
    command.push_back(path);
    const auto built = run_command(command, dir_.path());
    ASSERT_EQ(built.exit_code, 0) << built.output;
}

void ComparedRepository::render_ours() const {
    std::map<Document, std::string> texts_of;
    std::uint64_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(dir_.path() / "repo")) {
        if (entry.path().extension() != ".rpm") continue;
        const std::string bytes = content_of(entry.path());
        const auto package = MUST(rpm::read_rpm(MemoryBytes(bytes), rpm::VerifyDigests::yes));
        const auto texts = render_package(package, {sha256_of(bytes), bytes.size(), "packages/x.rpm"});
        texts_of[Document::primary] += texts.primary;
        texts_of[Document::filelists] += texts.filelists;
        texts_of[Document::other] += texts.other;
        ++count;
    }
    for (const Document document : documents)
        dir_.write("ours/" + std::string(name_of(document)) + ".xml",
                   header_of(document, count) + texts_of[document] + std::string(footer_of(document)));
}

void ComparedRepository::expect_equal_documents() const {
    const auto theirs =
        run_command({"createrepo_c", "--quiet", "--general-compress-type=gz", "--no-database", "repo"}, dir_.path());
    ASSERT_EQ(theirs.exit_code, 0) << theirs.output;
    render_ours();
    const auto compared = run_command({"python3", COMPARE_REPODATA, "repo/repodata", "ours"}, dir_.path());
    EXPECT_EQ(compared.exit_code, 0) << compared.output << theirs.output;
}

}  // namespace slipway::yum
