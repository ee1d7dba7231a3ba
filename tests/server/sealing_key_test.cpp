#include "server/sealing_key.hpp"

#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

namespace slipway::server {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string of_file(64, 'a');
const std::string of_variable(64, 'b');
const std::string of_credential(64, 'c');

class SealingKeyPlaces : public ::testing::Test {
protected:
    SealingKeyPlaces() { config_.storage.catalog = "postgresql://db.example.com/slipway"; }
    ~SealingKeyPlaces() override {
        ::unsetenv("SLIPWAY_SEALING_KEY");
        ::unsetenv("CREDENTIALS_DIRECTORY");
    }
    void give_file() { config_.keys.sealing_key_file = directory_.write("key", of_file + "\n"); }
    static void give_variable() { ::setenv("SLIPWAY_SEALING_KEY", of_variable.c_str(), 1); }
    void give_credential() {
        directory_.write("credentials/sealing-key", of_credential);
        ::setenv("CREDENTIALS_DIRECTORY", (directory_.path() / "credentials").c_str(), 1);
    }
    static std::string id_of(const std::string& digits) { return MUST(signing::SealingKey::parse(digits)).id(); }

    slipway::testing::TempDir directory_;
    Config config_;
};

TEST_F(SealingKeyPlaces, AreAFileThenTheVariableThenACredential) {
    give_credential();
    EXPECT_EQ(MUST(find_sealing_key(config_, take_sealing_key_variable()))->id(), id_of(of_credential));
    give_variable();
    EXPECT_EQ(MUST(find_sealing_key(config_, take_sealing_key_variable()))->id(), id_of(of_variable));
    give_variable();
    give_file();
    EXPECT_EQ(MUST(find_sealing_key(config_, take_sealing_key_variable()))->id(), id_of(of_file));
}

TEST_F(SealingKeyPlaces, MayAllBeEmpty) {
    EXPECT_EQ(MUST(find_sealing_key(config_, take_sealing_key_variable())), std::nullopt);
    ::setenv("CREDENTIALS_DIRECTORY", directory_.path().c_str(), 1);
    EXPECT_EQ(MUST(find_sealing_key(config_, take_sealing_key_variable())), std::nullopt)
        << "it holds other credentials";
}

TEST_F(SealingKeyPlaces, AreNotLookedAtWhereNothingIsSealed) {
    config_.storage.catalog.clear();
    give_credential();
    give_variable();

    EXPECT_EQ(MUST(find_sealing_key(config_, take_sealing_key_variable())), std::nullopt);
}

TEST_F(SealingKeyPlaces, LeaveNothingInTheEnvironmentOfOtherPrograms) {
    give_variable();
    give_file();

    MUST(find_sealing_key(config_, take_sealing_key_variable()));

    EXPECT_EQ(std::getenv("SLIPWAY_SEALING_KEY"), nullptr);
}

TEST_F(SealingKeyPlaces, AreNamedWhereTheyHoldNoKey) {
    config_.keys.sealing_key_file = directory_.path() / "none";
    EXPECT_FAULT(find_sealing_key(config_, take_sealing_key_variable()), Fault::unsupported);
    EXPECT_THAT(find_sealing_key(config_, take_sealing_key_variable()).error().message(),
                HasSubstr("none cannot be read"));

    config_.keys.sealing_key_file = directory_.path();
    EXPECT_FAULT(find_sealing_key(config_, take_sealing_key_variable()), Fault::unsupported);  // a directory is no file

    config_.keys.sealing_key_file = directory_.write("key", "correct horse");
    const auto refused = find_sealing_key(config_, take_sealing_key_variable());
    EXPECT_FAULT(refused, Fault::unsupported);
    EXPECT_THAT(refused.error().message(), HasSubstr((directory_.path() / "key").string()));
    EXPECT_THAT(refused.error().message(), Not(HasSubstr("horse")));
}

}  // namespace
}  // namespace slipway::server
