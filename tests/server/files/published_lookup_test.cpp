#include "server/files/published_lookup.hpp"

#include "base/text.hpp"

#include <gtest/gtest.h>

namespace slipway::files {
namespace {

using publishing::PublishedFile;

constexpr std::string_view old_digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

PublishedFile a_file(std::string text) {
    PublishedFile file;
    file.body = std::make_shared<const std::string>(std::move(text));
    return file;
}

storage::DistroRow a_distro(storage::RowId id, Format format, std::vector<std::string> architectures) {
    storage::DistroRow distro;
    distro.id = id;
    distro.name = name_of(format);
    distro.format = format;
    distro.architectures = std::move(architectures);
    return distro;
}

/// Repository main with distros deb and rpm, channel dev, one package in each pool.
class PublishedLookupTest : public testing::Test {
protected:
    PublishedLookupTest() {
        auto repository = std::make_shared<publishing::PublishedRepository>();
        repository->state.settings.name = "main";
        repository->state.settings.distros = {a_distro(1, Format::deb, {"amd64"}),
                                              a_distro(2, Format::rpm, {"x86_64", "aarch64"})};
        repository->state.channels["dev"].settings.id = 5;
        repository->key_files["keys.asc"] = a_file("keys");

        auto apt = std::make_shared<publishing::ChannelFiles>();
        apt->files["InRelease"] = a_file("signed");
        apt->files["Release"] = a_file("unsigned");
        repository->files["deb"]["dev"] = apt;
        auto yum = std::make_shared<publishing::ChannelFiles>();
        yum->repomds["x86_64"].push_back({1, a_file("repomd"), a_file("signature"), {}});
        yum->repomds["noarch"].push_back({1, a_file("repomd"), a_file("signature"), {}});
        yum->files["noarch/repodata/primary.xml.gz"] = a_file("primary");
        repository->files["rpm"]["dev"] = yum;

        for (const char* distro : {"deb", "rpm"}) {
            auto pool = std::make_shared<publishing::PoolNames>();
            pool->insert(digest_, 5, "hello");
            repository->pools[distro] = pool;
        }
        tree_.repositories["main"] = repository;
    }

    Found at(std::string_view path) const {
        std::vector<std::string> segments;
        for (const auto segment : split(path, '/')) segments.emplace_back(segment);
        return look_up(tree_, segments);
    }
    template <class T>
    bool is(std::string_view path) const {
        return std::holds_alternative<T>(at(path));
    }

    Sha256 digest_ = *Sha256::parse(old_digest);
    publishing::PublishedTree tree_;
};

TEST_F(PublishedLookupTest, FindsKeysAndIndexes) {
    EXPECT_TRUE(is<CurrentFile>("main/keys.asc"));
    EXPECT_TRUE(is<CurrentFile>("main/deb/dists/dev/InRelease"));
    EXPECT_FALSE(std::get<RepomdFile>(at("main/rpm/dev/x86_64/repodata/repomd.xml")).is_signature);
    EXPECT_TRUE(std::get<RepomdFile>(at("main/rpm/dev/x86_64/repodata/repomd.xml.asc")).is_signature);
}

TEST_F(PublishedLookupTest, FindsTheNoarchPackagesBelowABasearchThatHasNoIndex) {
    EXPECT_EQ(std::get<RepomdFile>(at("main/rpm/dev/riscv64/repodata/repomd.xml")).path, "main/rpm/dev/noarch");
    EXPECT_TRUE(std::get<RepomdFile>(at("main/rpm/dev/riscv64/repodata/repomd.xml.asc")).is_signature);
    EXPECT_TRUE(is<CurrentFile>("main/rpm/dev/riscv64/repodata/primary.xml.gz"));
    EXPECT_TRUE(is<PoolPackage>("main/rpm/dev/riscv64/packages/2cf24dba5fb0a30e/hello"));
    EXPECT_EQ(std::get<RepomdFile>(at("main/rpm/dev/x86_64/repodata/repomd.xml")).path, "main/rpm/dev/x86_64");
    for (const auto* none : {"source", "bogus", "riscv4096", "NOARCH"})
        EXPECT_TRUE(is<NothingThere>("main/rpm/dev/" + std::string(none) + "/repodata/repomd.xml")) << none;
}

TEST_F(PublishedLookupTest, FindsSetUpFilesOfTheRightFormat) {
    EXPECT_TRUE(is<SetUpFile>("main/dev.sh"));
    EXPECT_TRUE(is<SetUpFile>("main/deb/dev.sources"));
    EXPECT_TRUE(is<SetUpFile>("main/rpm/dev.repo"));
    EXPECT_TRUE(is<NothingThere>("main/rpm/dev.sources"));
    EXPECT_TRUE(is<NothingThere>("main/deb/other.sh"));
}

TEST_F(PublishedLookupTest, FindsPackagesByDigestAndNameBelowEveryPlace) {
    EXPECT_TRUE(is<PoolPackage>("main/deb/pool/main/h/hello/2cf24dba5fb0a30e/hello"));
    EXPECT_TRUE(is<PoolPackage>("main/rpm/dev/x86_64/packages/2cf24dba5fb0a30e/hello"));
    EXPECT_TRUE(is<PoolPackage>("main/rpm/dev/aarch64/packages/2cf24dba5fb0a30e/hello"));
    EXPECT_TRUE(is<PoolPackage>("main/rpm/dev/s390x/packages/2cf24dba5fb0a30e/hello")) << "perhaps once an index there";
    EXPECT_TRUE(is<NothingThere>("main/rpm/dev/bogus/packages/2cf24dba5fb0a30e/hello"));
}

TEST_F(PublishedLookupTest, APackageThatTheTreeDoesNotKnowMayBeInTheCatalog) {
    const auto unknown = std::get<UnknownPackage>(at("main/deb/pool/main/h/hello/0000000000000000/hello"));

    EXPECT_EQ(unknown.distro, 1);
    EXPECT_EQ(unknown.h + " " + unknown.file_name, "0000000000000000 hello");
    EXPECT_TRUE(is<UnknownPackage>("main/rpm/dev/x86_64/packages/2cf24dba5fb0a30e/other"));
    for (const auto* h : {"2cf24dba5fb0a30", "2CF24DBA5FB0A30E", "2cf24dba5fb0a30g", "2cf24dba5fb0a30e00"})
        EXPECT_TRUE(is<NothingThere>("main/deb/pool/main/h/hello/" + std::string(h) + "/hello")) << h;
}

TEST_F(PublishedLookupTest, AReleaseSignatureMayHaveToBeWaitedFor) {
    EXPECT_TRUE(is<ReleaseSignature>("main/deb/dists/dev/Release.gpg"));
    EXPECT_TRUE(is<NothingThere>("main/deb/dists/other/Release.gpg"));
}

TEST_F(PublishedLookupTest, ANameWithAnUnknownDigestMayBeAnOlderGenerations) {
    const auto digest = std::string(old_digest);

    EXPECT_TRUE(is<ReplacedFile>("main/deb/dists/dev/main/binary-amd64/by-hash/SHA256/" + digest));
    EXPECT_TRUE(is<ReplacedFile>("main/rpm/dev/x86_64/repodata/" + digest + "-primary.xml.gz"));
    EXPECT_TRUE(is<NothingThere>("main/deb/dists/dev/main/binary-amd64/by-hash/SHA256/zz"));
}

TEST_F(PublishedLookupTest, NothingElseIsThere) {
    for (const char* path : {"main", "other/keys.asc", "main/secret", "main/deb/dists", "main/deb/dists/dev",
                             "main/deb/pool/x", "main/rpm/dev/x86_64", "main/rpm/dev/x86_64/gpg-pubkey-1-2.asc"})
        EXPECT_TRUE(is<NothingThere>(path)) << path;
}

}  // namespace
}  // namespace slipway::files
