#include "signing/keys/keyring.hpp"
#include "tests/publishing/planning/planned_repository.hpp"

namespace slipway::publishing {
namespace {

using testing::PlannedRepository;
using ::testing::SizeIs;
using Verb = KeyCommand::Verb;

class KeyRule : public ::testing::Test {
protected:
    std::string code_of(KeyCommand command, const std::optional<std::string>& new_key = std::nullopt) {
        const auto outcome = main_.change_keys(std::move(command), new_key);
        return outcome.ok() ? "" : std::string(outcome.error().code());
    }

    PlannedRepository main_;
};

TEST_F(KeyRule, RotatesToANewKeyAndSignsEveryEntryPointAnewWithoutARevision) {
    const auto keyring = MUST(main_.change_keys({.verb = Verb::rotate}, "SECOND"));

    ASSERT_THAT(keyring, SizeIs(2));
    EXPECT_EQ(keyring[0].state, signing::KeyState::retiring);
    EXPECT_EQ(keyring[1].state, signing::KeyState::active);
    EXPECT_THAT(main_.plan.channels.at("dev").entry_points, SizeIs(2));
    EXPECT_TRUE(main_.plan.channels.at("dev").render.empty());
    EXPECT_EQ(main_.channel("dev").revision, 1);
}

TEST_F(KeyRule, RotatesToAStandbyKeyWhereThereIsOne) {
    MUST(main_.change_keys({.verb = Verb::generate}, "SECOND"));

    const auto keyring = MUST(main_.change_keys({.verb = Verb::rotate}));

    EXPECT_EQ(signing::active_key(keyring)->key.fingerprint, "SECOND");
}

TEST_F(KeyRule, RefusesARotationThatWasMadeAlreadyBeforeAKeyIsMade) {
    EXPECT_EQ(code_of({.verb = Verb::rotate, .expect_active = "OTHER"}), "key-state");
}

TEST_F(KeyRule, WantsForceForAnEd25519KeyWhereThereAreRpms) {
    using signing::KeyAlgorithm;
    EXPECT_EQ(code_of({.verb = Verb::rotate, .algorithm = KeyAlgorithm::ed25519}), "key-state");
    EXPECT_EQ(code_of({.verb = Verb::rotate, .algorithm = KeyAlgorithm::ed25519, .force = Force::yes}, "SECOND"), "");
}

TEST_F(KeyRule, RefusesAKeyThatIsThereAlready) {
    EXPECT_EQ(code_of({.verb = Verb::import, .armored = "a key"}, "FIRST"), "key-state");
}

TEST_F(KeyRule, HasWhatARevokedKeySignedSignedAnewByNobodyInParticular) {
    MUST(main_.change_keys({.verb = Verb::rotate}, "SECOND"));
    main_.actor.token = 7;

    MUST(main_.change_keys({.verb = Verb::revoke, .fingerprint = "FIRST"}));

    ASSERT_TRUE(main_.plan.revoked.has_value());
    EXPECT_EQ(main_.plan.revoked->fingerprint, "FIRST");
    EXPECT_FALSE(main_.plan.revoked->actor.token.has_value());
    EXPECT_EQ(code_of({.verb = Verb::revoke, .fingerprint = "SECOND"}), "key-state") << "it is active";
}

}  // namespace
}  // namespace slipway::publishing
