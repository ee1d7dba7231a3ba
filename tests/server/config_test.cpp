#include "server/config.hpp"

#include "server/config_keys.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <fstream>
#include <iterator>
#include <map>
#include <regex>

namespace slipway::server {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ConfigTest : public ::testing::Test {
protected:
    Result<Config> load(const std::string& toml) {
        sources_.file = directory_.write("slipway.toml", toml);
        return load_config(sources_);
    }

    slipway::testing::TempDir directory_;
    std::map<std::string, std::string> variables_;
    ConfigSources sources_{.environment = [this](const char* name) -> const char* {
        const auto found = variables_.find(name);
        return found == variables_.end() ? nullptr : found->second.c_str();
    }};
};

TEST_F(ConfigTest, WithoutAnySourceTheDefaultsHold) {
    const auto config = MUST(load_config({}));

    EXPECT_THAT(config.listen, ElementsAre("127.0.0.1:8080"));
    EXPECT_EQ(config.data, "/var/lib/slipway");
    EXPECT_EQ(config.limits.package_bytes, 8'589'934'592U);
    EXPECT_EQ(config.limits.ephemeral_channels, 200U);
    EXPECT_EQ(config.limits.extra_architectures, 16U);
    EXPECT_EQ(config.retention.index_files, 168h);
    EXPECT_EQ(config.access_log, AccessLines::on);
}

TEST_F(ConfigTest, TheDocumentedFileIsAcceptedWithEveryLineUncommented) {
    std::ifstream documented(SLIPWAY_SOURCE_DIR "/config/slipway.toml");
    const std::string all{std::istreambuf_iterator<char>(documented), {}};
    const std::regex commented_key("(^|\n)# ([a-z_]+ = )");
    const std::regex any_key("\n[a-z_]+ = ");
    const auto uncommented = std::regex_replace(all, commented_key, "$1$2");
    const auto keys = std::distance(std::sregex_iterator(uncommented.begin(), uncommented.end(), any_key), {});

    EXPECT_TRUE(load(uncommented).ok()) << load(uncommented).error().message();
    EXPECT_EQ(static_cast<std::size_t>(keys), config_keys().size()) << "every key is documented, and nothing else";
}

TEST_F(ConfigTest, AFlagBeatsTheEnvironmentWhichBeatsTheFileWhichBeatsTheDefault) {
    const std::string file = "data = '/from/file'\npublic_url = 'https://file.example'\nlisten = '127.0.0.1:1'\n";
    variables_ = {{"SLIPWAY_PUBLIC_URL", "https://environment.example/"}, {"SLIPWAY_LISTEN", "127.0.0.1:2"}};
    sources_.listen = {"127.0.0.1:3", "unix:/run/s"};

    const auto config = MUST(load(file));

    EXPECT_EQ(config.data, "/from/file");
    EXPECT_EQ(config.public_url, "https://environment.example");
    EXPECT_THAT(config.listen, ElementsAre("127.0.0.1:3", "unix:/run/s"));
    EXPECT_EQ(config.log.level, LogLevel::info);
}

TEST_F(ConfigTest, AVariableHoldsAListWithCommasAndNumbersAsText) {
    variables_ = {{"SLIPWAY_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8"}, {"SLIPWAY_LIMITS_UPLOADS", "12"}};

    const auto config = MUST(load_config(sources_));

    EXPECT_THAT(config.trusted_proxies, ElementsAre("127.0.0.1", "10.0.0.0/8"));
    EXPECT_EQ(config.limits.uploads, 12U);
}

TEST_F(ConfigTest, TheScrubReadsAtARateOrNotAtAll) {
    EXPECT_EQ(MUST(load("")).scrub.rate, 8U << 20);
    EXPECT_EQ(MUST(load("[scrub]\nrate = '64MiB'\n")).scrub.rate, 64U << 20);
    EXPECT_EQ(MUST(load("[scrub]\nrate = 'off'\n")).scrub.rate, 0U);
    EXPECT_FAULT(load("[scrub]\nrate = 0\n"), Fault::invalid_input);
}

TEST_F(ConfigTest, DirectoriesAreListedUnlessSwitchedOff) {
    EXPECT_TRUE(MUST(load("")).listings);
    EXPECT_FALSE(MUST(load("listings = 'off'\n[limits]\nlisting_entries = 2\n")).listings);
    EXPECT_FAULT(load("[limits]\nlisting_entries = 0\n"), Fault::invalid_input);
}

TEST_F(ConfigTest, TheCatalogIsInADatabaseWhereItsUrlIsGiven) {
    EXPECT_EQ(MUST(load("")).storage.catalog, "");
    EXPECT_EQ(MUST(load("[storage]\ncatalog = 'postgresql://db.example.com/slipway'\n")).storage.catalog,
              "postgresql://db.example.com/slipway");
    sources_.catalog = "postgres://127.0.0.1:5433/other?sslmode=verify-full";
    sources_.key_file = "/etc/slipway/key";

    const auto config = MUST(load("[storage]\ncatalog = 'postgresql://db.example.com/slipway'\n"));

    EXPECT_EQ(config.storage.catalog, "postgres://127.0.0.1:5433/other?sslmode=verify-full");
    EXPECT_EQ(config.keys.sealing_key_file, "/etc/slipway/key");
}

TEST_F(ConfigTest, NoMessageRepeatsThePasswordInTheUrlOfTheCatalog) {
    variables_ = {{"SLIPWAY_STORAGE_CATALOG", "postgresql://slipway:pass word@db/slipway"}};

    const auto config = load_config(sources_);

    EXPECT_FAULT(config, Fault::invalid_input);
    EXPECT_THAT(config.error().message(), ::testing::StartsWith("SLIPWAY_STORAGE_CATALOG: storage.catalog: expected"));
    EXPECT_THAT(config.error().message(), ::testing::Not(HasSubstr("pass")));
}

TEST_F(ConfigTest, AKeyThatSealsNeedsACatalogWhoseKeysAreSealed) {
    const auto refused = load("[keys]\nsealing_key_file = '/etc/slipway/key'\n");

    EXPECT_FAULT(refused, Fault::invalid_input);
    EXPECT_THAT(refused.error().message(), HasSubstr("storage.catalog"));
}

TEST_F(ConfigTest, PackageFilesAreInTheDirectoryUnlessABucketIsNamed) {
    EXPECT_EQ(MUST(load("")).storage.objects, "");
    const auto config =
        MUST(load("[storage]\nobjects = 's3://packages/prod/'\n[s3]\nendpoint = 'http://store:7480'\n"
                  "region = 'here'\npath_style = 'off'\nca_file = '/ca'\ncredentials_command = "
                  "['aws', 'configure']\n[cache]\nsize = '20G'\n"));

    EXPECT_EQ(config.storage.objects, "s3://packages/prod");
    EXPECT_EQ(config.s3.endpoint, "http://store:7480");
    EXPECT_EQ(config.s3.region, "here");
    EXPECT_EQ(config.s3.path_style, false);
    EXPECT_EQ(config.s3.ca_file, "/ca");
    EXPECT_THAT(config.s3.credentials_command, ElementsAre("aws", "configure"));
    EXPECT_EQ(config.cache.size, 20ULL << 30);
}

TEST_F(ConfigTest, FlagsNameABucketToo) {
    sources_.objects = "s3://packages";
    sources_.s3_endpoint = "https://store";
    sources_.s3_region = "here";
    sources_.cache_size = "1G";

    const auto config = MUST(load(""));

    EXPECT_EQ(config.storage.objects, "s3://packages");
    EXPECT_EQ(config.s3.endpoint, "https://store");
    EXPECT_EQ(config.s3.region, "here");
    EXPECT_EQ(config.cache.size, 1ULL << 30);
}

TEST_F(ConfigTest, SettingsOfABucketBelongTogether) {
    const auto reason = [this](const char* text) { return load(text).error().message(); };

    EXPECT_THAT(reason("[storage]\nobjects = 's3://packages'\n"), HasSubstr("needs s3.region, or s3.endpoint"));
    EXPECT_THAT(reason("[s3]\nregion = 'here'\n"), HasSubstr("storage.objects names no bucket"));
}

TEST_F(ConfigTest, ANodeSharesACatalogAndABucketWithOthers) {
    sources_.cluster_url = "http://node-1:8080/";
    sources_.cluster_wait = "5s";
    sources_.catalog = "postgresql://db/slipway";
    sources_.objects = "s3://packages";

    const auto config = MUST(load("[s3]\nregion = 'here'\n[cluster]\nurl = 'http://other:1'\n"));

    EXPECT_EQ(config.cluster.url, "http://node-1:8080");
    EXPECT_EQ(config.cluster.wait, 5s);
    EXPECT_EQ(MUST(load_config({})).cluster.url, "");
    EXPECT_EQ(MUST(load_config({})).cluster.wait, 2s);
}

TEST_F(ConfigTest, ANodeWithSomethingOfItsOwnIsRefused) {
    sources_.cluster_url = "http://node-1:8080";
    const auto reason = [this](const char* text) { return load(text).error().message(); };

    EXPECT_THAT(reason(""), HasSubstr("cluster.url: nodes share a catalog in PostgreSQL, and storage.catalog is not"));
    EXPECT_THAT(reason("[storage]\ncatalog = 'postgresql://db/slipway'\n"),
                HasSubstr("cluster.url: nodes share a bucket of packages, and storage.objects is not set"));
}

TEST_F(ConfigTest, ABadVariableIsNamed) {
    variables_ = {{"SLIPWAY_GC_INTERVAL", "often"}};

    const auto config = load_config(sources_);

    EXPECT_FAULT(config, Fault::invalid_input);
    EXPECT_THAT(config.error().message(), ::testing::StartsWith("SLIPWAY_GC_INTERVAL: gc.interval: expected"));
}

TEST_F(ConfigTest, ADirectoryIsNoFile) {
    sources_.file = directory_.path();

    const auto config = load_config(sources_);

    EXPECT_FAULT(config, Fault::invalid_input);
    EXPECT_THAT(config.error().message(), HasSubstr(directory_.path().string() + ": is a directory"));
}

TEST_F(ConfigTest, AMissingFileIsNamed) {
    sources_.file = directory_.path() / "none.toml";

    const auto config = load_config(sources_);

    EXPECT_FAULT(config, Fault::not_found);
    EXPECT_THAT(config.error().message(), HasSubstr("none.toml"));
}

struct BadFile {
    const char* because;
    const char* text;
    const char* message;  // behind the name of the file
};
class BadConfigTest : public ConfigTest, public ::testing::WithParamInterface<BadFile> {};

TEST_P(BadConfigTest, IsRefusedNamingFileLineAndKey) {
    const auto config = load(GetParam().text);

    EXPECT_FAULT(config, Fault::invalid_input);
    EXPECT_THAT(config.error().message(), HasSubstr(std::string("slipway.toml:") + GetParam().message));
    EXPECT_EQ(config.error().message().find('\n'), std::string::npos) << "one line";
}

INSTANTIATE_TEST_SUITE_P(
    Refused, BadConfigTest,
    ::testing::Values(
        BadFile{"UnknownKey", "data = '/d'\nprot = 8080\n", "2: prot: unknown key"},
        BadFile{"UnknownKeyInSection", "[limits]\nfiles = 8\n", "2: limits.files: unknown key"},
        BadFile{"UnknownSection", "[limit]\nuploads = 8\n", "1: limit: unknown key"},
        BadFile{"SectionAsValue", "log = 'json'\n", "1: log: expected a table"},
        BadFile{"NumberForText", "data = 5\n", "1: data: expected a text"},
        BadFile{"BooleanForNumber", "[limits]\n\nuploads = true\n", "3: limits.uploads: expected"},
        BadFile{"ListOfNumbers", "listen = [1]\n", "1: listen: expected"},
        BadFile{"NothingToListenOn", "listen = []\n", "1: listen: expected at least one address"},
        BadFile{"AddressWithoutPort", "listen = ['localhost']\n", "1: listen: "},
        BadFile{"UrlWithoutScheme", "public_url = 'packages.example.com'\n", "1: public_url: expected a URL"},
        BadFile{"UrlWithQuery", "public_url = 'https://example.com/?a'\n", "1: public_url: expected a URL"},
        BadFile{"ObjectsThatAreNoBucket", "[storage]\nobjects = '/data'\n", "2: storage.objects: expected s3://BUCKET"},
        BadFile{"ABucketWithoutAName", "[storage]\nobjects = 's3://'\n", "2: storage.objects: expected s3://BUCKET"},
        BadFile{"EndpointWithoutScheme", "[s3]\nendpoint = 'store:7480'\n", "2: s3.endpoint: expected https://HOST"},
        BadFile{"PathStyleThatIsNoSwitch", "[s3]\npath_style = 'yes'\n", "2: s3.path_style: expected \"on\""},
        BadFile{"NodeWithoutScheme", "[cluster]\nurl = 'node-1:8080'\n",
                "2: cluster.url: expected the address of this"},
        BadFile{"NodeBelowAPath", "[cluster]\nurl = 'http://node-1/a'\n",
                "2: cluster.url: expected the address of this"},
        BadFile{"NodeThatWaitsForever", "[cluster]\nwait = '1h'\n",
                "2: cluster.wait: expected a duration from 1s to 60s"},
        BadFile{"CacheWithoutASize", "[cache]\nsize = 'large'\n", "2: cache.size: expected a size"},
        BadFile{"ProxyThatIsNoAddress", "trusted_proxies = ['proxy']\n", "1: trusted_proxies: "},
        BadFile{"NegativeNumber", "[limits]\nuploads = -1\n", "2: limits.uploads: expected a number"},
        BadFile{"SizeWithUnknownUnit", "[limits]\npackage_bytes = '8GB'\n", "2: limits.package_bytes: expected a size"},
        BadFile{"SizeBeyondAllDisks", "[limits]\nbatch_bytes = '99999999TiB'\n", "2: limits.batch_bytes: expected"},
        BadFile{"DurationAsNumber", "[signing]\ndeadline = 30\n", "2: signing.deadline: expected a duration"},
        BadFile{"DurationOfNothing", "[signing]\ndeadline = '0s'\n", "2: signing.deadline: expected a duration"},
        BadFile{"KeyOfTwoLines", "\"a\\nb\" = 1\n", "1: a?b: unknown key"},
        BadFile{"SandboxThatIsNeither", "sandbox = 'maybe'\n", "1: sandbox: expected \"on\" or \"off\""},
        BadFile{"CatalogInAnotherDatabase", "[storage]\ncatalog = 'mysql://db/slipway'\n",
                "2: storage.catalog: expected a URL like postgresql://"},
        BadFile{"CatalogInAFile", "[storage]\ncatalog = '/var/lib/slipway.db'\n", "2: storage.catalog: expected"},
        BadFile{"SealingKeyOfNoFile", "[keys]\nsealing_key_file = ''\n", "2: keys.sealing_key_file: expected a file"},
        BadFile{"LevelOfAnotherProgram", "[log]\nlevel = 'warn'\n", "2: log.level: expected"},
        BadFile{"BrokenToml", "data = '/d'\nlisten = [\n", ""}, BadFile{"KeyTwice", "data = '/d'\ndata = '/e'\n", "2"}),
    [](const auto& row) { return row.param.because; });

TEST_F(ConfigTest, HttpsNeedsACertificate) {
    const auto config = load("listen = 'https://0.0.0.0:8443'\n");

    EXPECT_FAULT(config, Fault::invalid_input);
    EXPECT_THAT(config.error().message(), HasSubstr("tls.certificate"));
}

}  // namespace
}  // namespace slipway::server
