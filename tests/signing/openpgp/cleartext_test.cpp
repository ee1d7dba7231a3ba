#include "signing/openpgp/cleartext.hpp"

#include "tests/support/must.hpp"

namespace slipway::signing {
namespace {

const std::string armor = "-----BEGIN PGP SIGNATURE-----\n\nxxxx\n-----END PGP SIGNATURE-----\n";

TEST(Cleartext, IsSignedWithCrlfAndWithoutBlanksAtLineEndsAndLastNewline) {
    EXPECT_EQ(canonical_text("a \t\nb\r\n\n c\n"), "a\r\nb\r\n\r\n c");
    EXPECT_EQ(canonical_text("no newline"), "no newline");
    EXPECT_EQ(canonical_text("one empty line\n\n"), "one empty line\r\n");
    EXPECT_EQ(canonical_text(""), "");
}

TEST(Cleartext, EscapesLinesThatBeginWithADash) {
    const auto message = render_clear_signed({"SHA512", "a\n- b\n-----BEGIN\n", armor});

    EXPECT_EQ(message, "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\na\n- - b\n- -----BEGIN\n" + armor);
}

TEST(Cleartext, IsReadBackAsItWasWritten) {
    const std::string text = "Origin: main\n- a dash\n\n-----BEGIN PGP SIGNATURE-----\nblanks \t\n";

    const auto parsed = MUST(parse_clear_signed(render_clear_signed({"SHA512", text, armor})));

    EXPECT_EQ(parsed.hash, "SHA512");
    EXPECT_EQ(parsed.text, text);
    EXPECT_EQ(parsed.armored_signature, armor);
}

TEST(Cleartext, GetsTheNewlineThatItsTextLacks) {
    EXPECT_EQ(MUST(parse_clear_signed(render_clear_signed({"SHA512", "text", armor}))).text, "text\n");
}

struct OtherForm {
    const char* because;
    std::string message;

    friend std::ostream& operator<<(std::ostream& out, const OtherForm& row) { return out << row.because; }
};

class CleartextForm : public ::testing::TestWithParam<OtherForm> {};

TEST_P(CleartextForm, OfAnotherKindIsRefused) {
    EXPECT_FAULT(parse_clear_signed(GetParam().message), Fault::invalid_input);
}

const std::string begin = "-----BEGIN PGP SIGNED MESSAGE-----\n";
INSTANTIATE_TEST_SUITE_P(
    Cleartext, CleartextForm,
    ::testing::Values(OtherForm{"TextBefore", "x\n" + begin + "Hash: SHA512\n\na\n" + armor},
                      OtherForm{"TextBehind", begin + "Hash: SHA512\n\na\n" + armor + "x\n"},
                      OtherForm{"NoHash", begin + "\na\n" + armor},
                      OtherForm{"AnotherHeader", begin + "Hash: SHA512\nComment: x\n\na\n" + armor},
                      OtherForm{"DashNotEscaped", begin + "Hash: SHA512\n\n-a\n" + armor},
                      OtherForm{"NoSignature", begin + "Hash: SHA512\n\na\n"}, OtherForm{"Nothing", ""}),
    [](const auto& row) { return std::string(row.param.because); });

}  // namespace
}  // namespace slipway::signing
