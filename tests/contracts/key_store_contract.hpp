#pragma once

#include "signing/keys/key_store.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <memory>

namespace slipway::testing {

/// What every KeyStore promises. A `Place` is default-constructible and has `open()`, which gives a store over what
/// earlier ones of the same place were given. Instantiate with INSTANTIATE_TYPED_TEST_SUITE_P(Name, KeyStoreContract,
/// Place).
template <class Place>
class KeyStoreContract : public ::testing::Test {
protected:
    void reopen() {
        keys.reset();
        keys = place_.open();
    }

private:
    Place place_;

protected:
    std::unique_ptr<signing::KeyStore> keys = place_.open();
};

TYPED_TEST_SUITE_P(KeyStoreContract);

TYPED_TEST_P(KeyStoreContract, HasTheKeysOfARepositoryInTheOrderOfTheirFingerprints) {
    MUST(this->keys->put("main", "BB", "second"));
    MUST(this->keys->put("main", "AA", "first"));
    MUST(this->keys->put("other", "CC", "third"));

    EXPECT_THAT(MUST(this->keys->keys_of("main")), ::testing::ElementsAre("first", "second"));
    EXPECT_THAT(MUST(this->keys->keys_of("other")), ::testing::ElementsAre("third"));
    EXPECT_THAT(MUST(this->keys->keys_of("none")), ::testing::IsEmpty());
}

TYPED_TEST_P(KeyStoreContract, KeepsKeysForALaterStart) {
    MUST(this->keys->put("main", "AA", "first"));

    this->reopen();

    EXPECT_THAT(MUST(this->keys->keys_of("main")), ::testing::ElementsAre("first"));
}

TYPED_TEST_P(KeyStoreContract, ReplacesTheKeyOfTheSameFingerprint) {
    MUST(this->keys->put("main", "AA", "old"));

    MUST(this->keys->put("main", "AA", "new"));

    EXPECT_THAT(MUST(this->keys->keys_of("main")), ::testing::ElementsAre("new"));
}

TYPED_TEST_P(KeyStoreContract, ForgetsTheKeysOfARepositoryForGood) {
    MUST(this->keys->put("main", "AA", "first"));
    MUST(this->keys->put("main", "BB", "second"));
    MUST(this->keys->put("other", "CC", "third"));

    MUST(this->keys->remove("main"));
    MUST(this->keys->remove("none"));
    this->reopen();

    EXPECT_THAT(MUST(this->keys->keys_of("main")), ::testing::IsEmpty());
    EXPECT_THAT(MUST(this->keys->keys_of("other")), ::testing::ElementsAre("third"));
}

TYPED_TEST_P(KeyStoreContract, ForgetsOneKeyForGood) {
    MUST(this->keys->put("main", "AA", "first"));
    MUST(this->keys->put("main", "AAAA", "second"));
    const auto before = this->keys->version_of("main");

    MUST(this->keys->remove_key("main", "AA"));
    MUST(this->keys->remove_key("main", "BB"));
    MUST(this->keys->remove_key("none", "AA"));
    EXPECT_GT(this->keys->version_of("main"), before);
    this->reopen();

    EXPECT_THAT(MUST(this->keys->keys_of("main")), ::testing::ElementsAre("second"));
}

TYPED_TEST_P(KeyStoreContract, CountsChangesSoThatCopiesAreRenewed) {
    const auto before = this->keys->version_of("main");
    const auto of_other = this->keys->version_of("other");

    MUST(this->keys->put("main", "AA", "first"));
    const auto with_key = this->keys->version_of("main");
    MUST(this->keys->remove("main"));

    EXPECT_GT(with_key, before);
    EXPECT_GT(this->keys->version_of("main"), with_key);
    EXPECT_EQ(this->keys->version_of("other"), of_other);
}

TYPED_TEST_P(KeyStoreContract, TakesNothingForARepositoryThatIsNoName) {
    for (const auto* name : {"", "..", ".hidden", "a/b", "/etc"}) {
        EXPECT_FAULT(this->keys->put(name, "AA", "secret"), Fault::invalid_input);
        EXPECT_FAULT(this->keys->keys_of(name), Fault::invalid_input);
        EXPECT_FAULT(this->keys->remove(name), Fault::invalid_input);
        EXPECT_FAULT(this->keys->contains(name, "AA"), Fault::invalid_input);
    }
}

TYPED_TEST_P(KeyStoreContract, SaysWhichKeysItHasAndWhere) {
    MUST(this->keys->put("main", "AA", "first"));

    EXPECT_TRUE(MUST(this->keys->contains("main", "AA")));
    EXPECT_FALSE(MUST(this->keys->contains("main", "BB")));
    EXPECT_FALSE(MUST(this->keys->contains("other", "AA")));
    EXPECT_NE(this->keys->place_of("main", "AA"), "");
}

TYPED_TEST_P(KeyStoreContract, ShowsEveryKeyToAVisitor) {
    std::vector<std::string> seen;
    const auto see = [&](const signing::KeyStore::Visited& key) -> Result<> {
        seen.push_back(key.repository + "/" + key.fingerprint + "=" + key.armored);
        return {};
    };
    MUST(this->keys->visit(see));
    EXPECT_THAT(seen, ::testing::IsEmpty());
    MUST(this->keys->put("other", "CC", "third"));
    MUST(this->keys->put("main", "BB", "second"));
    MUST(this->keys->put("main", "AA", "first"));

    MUST(this->keys->visit(see));

    EXPECT_THAT(seen, ::testing::ElementsAre("main/AA=first", "main/BB=second", "other/CC=third"));
}

TYPED_TEST_P(KeyStoreContract, EndsAVisitWithTheVisitorsFault) {
    MUST(this->keys->put("main", "AA", "first"));
    MUST(this->keys->put("main", "BB", "second"));
    int seen = 0;

    const auto ended = this->keys->visit([&](const auto&) -> Result<> {
        ++seen;
        return Error(Fault::storage_full, "no room");
    });

    EXPECT_FAULT(ended, Fault::storage_full);
    EXPECT_EQ(seen, 1);
}

REGISTER_TYPED_TEST_SUITE_P(KeyStoreContract, HasTheKeysOfARepositoryInTheOrderOfTheirFingerprints,
                            KeepsKeysForALaterStart, ReplacesTheKeyOfTheSameFingerprint, ForgetsOneKeyForGood,
                            ForgetsTheKeysOfARepositoryForGood, CountsChangesSoThatCopiesAreRenewed,
                            TakesNothingForARepositoryThatIsNoName, SaysWhichKeysItHasAndWhere, ShowsEveryKeyToAVisitor,
                            EndsAVisitWithTheVisitorsFault);

}  // namespace slipway::testing
