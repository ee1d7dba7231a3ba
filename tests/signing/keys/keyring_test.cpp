#include "signing/keys/keyring.hpp"

#include "tests/support/must.hpp"

namespace slipway::signing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

RepositoryKey a_key(const std::string& name, KeyState state) {
    return {.key = {.fingerprint = name, .algorithm = "rsa3072", .armored = "armored " + name + "\n"}, .state = state};
}

/// One key in each state, named after it.
Keyring keys_in_every_state() {
    return {a_key("retired", KeyState::retired), a_key("retiring", KeyState::retiring),
            a_key("active", KeyState::active), a_key("standby", KeyState::standby),
            a_key("revoked", KeyState::revoked)};
}

std::vector<KeyState> states_of(const Keyring& keyring) {
    std::vector<KeyState> states;
    for (const auto& key : keyring) states.push_back(key.state);
    return states;
}

std::optional<KeyState> state_of(const Keyring& keyring, const std::string& name) {
    for (const auto& key : keyring)
        if (key.key.fingerprint == name) return key.state;
    return std::nullopt;
}

TEST(KeyLife, ActivatingAKeyMakesTheActiveOneRetire) {
    const auto keyring = MUST(activate(keys_in_every_state(), "standby"));

    EXPECT_THAT(states_of(keyring), ElementsAre(KeyState::retired, KeyState::retiring, KeyState::retiring,
                                                KeyState::active, KeyState::revoked));
}

TEST(KeyLife, ARetiringKeyCanBecomeActiveAgain) {
    const auto keyring = MUST(activate(keys_in_every_state(), "retiring"));

    EXPECT_EQ(active_key(keyring)->key.fingerprint, "retiring");
    EXPECT_EQ(keyring[2].state, KeyState::retiring);
}

TEST(KeyLife, TheFirstKeyOfARepositoryIsActivatedWithoutAPredecessor) {
    const auto keyring = MUST(activate({a_key("first", KeyState::standby)}, "first"));

    EXPECT_THAT(states_of(keyring), ElementsAre(KeyState::active));
}

TEST(KeyLife, RotatingActivatesTheOldestStandbyKey) {
    auto keyring = keys_in_every_state();
    keyring.push_back(a_key("younger", KeyState::standby));

    EXPECT_EQ(active_key(MUST(rotate(keyring)))->key.fingerprint, "standby");
}

TEST(KeyLife, RotatingNeedsAStandbyKey) {
    const auto refused = rotate({a_key("only", KeyState::active)});

    EXPECT_FAULT(refused, Fault::conflict);
    EXPECT_EQ(refused.error().code(), "key-state");
    EXPECT_THAT(refused.error().message(), HasSubstr("generate or import one first"));
}

using Transition = Result<Keyring> (*)(Keyring, const std::string&);

struct Move {
    const char* name;
    Transition transition;
    const char* key;
    KeyState after;
};

class AllowedTransition : public ::testing::TestWithParam<Move> {};

TEST_P(AllowedTransition, LeadsToTheStateOfTheTable) {
    const auto& move = GetParam();

    const auto keyring = MUST(move.transition(keys_in_every_state(), move.key));

    EXPECT_EQ(state_of(keyring, move.key), move.after);
}

INSTANTIATE_TEST_SUITE_P(KeyLife, AllowedTransition,
                         ::testing::Values(Move{"ActivateStandby", activate, "standby", KeyState::active},
                                           Move{"ActivateRetiring", activate, "retiring", KeyState::active},
                                           Move{"RetireStandby", retire, "standby", KeyState::retired},
                                           Move{"RetireRetiring", retire, "retiring", KeyState::retired},
                                           Move{"RevokeStandby", revoke, "standby", KeyState::revoked},
                                           Move{"RevokeRetiring", revoke, "retiring", KeyState::revoked},
                                           Move{"RevokeRetired", revoke, "retired", KeyState::revoked}),
                         [](const auto& row) { return row.param.name; });

struct Refusal {
    const char* name;
    Transition transition;
    const char* key;
    const char* remedy;
};

class RefusedTransition : public ::testing::TestWithParam<Refusal> {};

TEST_P(RefusedTransition, SaysWhatToDoFirst) {
    const auto& refusal = GetParam();

    const auto refused = refusal.transition(keys_in_every_state(), refusal.key);

    EXPECT_FAULT(refused, Fault::conflict);
    EXPECT_EQ(refused.error().code(), "key-state");
    EXPECT_THAT(refused.error().message(), HasSubstr(refusal.remedy));
}

INSTANTIATE_TEST_SUITE_P(
    KeyLife, RefusedTransition,
    ::testing::Values(Refusal{"ActivateActive", activate, "active", "nothing to do"},
                      Refusal{"ActivateRetired", activate, "retired", "generate or import a new key"},
                      Refusal{"ActivateRevoked", activate, "revoked", "generate or import a new key"},
                      Refusal{"RetireActive", retire, "active", "activate another key first"},
                      Refusal{"RetireRetired", retire, "retired", "only a standby or retiring key"},
                      Refusal{"RetireRevoked", retire, "revoked", "only a standby or retiring key"},
                      Refusal{"RevokeActive", revoke, "active", "activate another key first"},
                      Refusal{"RevokeRevoked", revoke, "revoked", "nothing to do"}),
    [](const auto& row) { return row.param.name; });

TEST(KeyLife, AnUnknownKeyIsNotFound) {
    EXPECT_FAULT(activate(keys_in_every_state(), "other"), Fault::not_found);
    EXPECT_FAULT(retire(keys_in_every_state(), "other"), Fault::not_found);
    EXPECT_FAULT(revoke(keys_in_every_state(), "other"), Fault::not_found);
}

TEST(KeyLife, AptIndexesAreSignedByTheActiveKeyFirst) {
    EXPECT_THAT(apt_signers(keys_in_every_state()), ElementsAre("active", "retiring", "standby"));
}

TEST(KeyLife, AptStopsTrustingRetiredKeysAndRpmGoesOn) {
    EXPECT_EQ(apt_trusted(keys_in_every_state()), "armored retiring\narmored active\narmored standby\n");
    EXPECT_EQ(rpm_trusted(keys_in_every_state()),
              "armored retired\narmored retiring\narmored active\narmored standby\n");
    EXPECT_EQ(revoked_keys(keys_in_every_state()), "armored revoked\n");
}

TEST(KeyNames, ParseIsTheInverseOfName) {
    for (const auto state :
         {KeyState::standby, KeyState::active, KeyState::retiring, KeyState::retired, KeyState::revoked})
        EXPECT_EQ(word_of<KeyState>(name_of(state)), state);
    for (const auto algorithm : {KeyAlgorithm::rsa3072, KeyAlgorithm::rsa4096, KeyAlgorithm::ed25519})
        EXPECT_EQ(parse_algorithm(name_of(algorithm)), algorithm);
    EXPECT_EQ(word_of<KeyState>("Active"), std::nullopt);
    EXPECT_EQ(parse_algorithm("dsa"), std::nullopt);
}

}  // namespace
}  // namespace slipway::signing
