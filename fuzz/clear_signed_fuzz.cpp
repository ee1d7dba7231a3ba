// A clear-signed message that is read is written as the same message, no line of its text can be taken for armor, and
// the canonical text is one: made canonical again (with the newline that it lacks at its end) it stays what it is.
#include "fuzz/support.hpp"
#include "signing/openpgp/cleartext.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace slipway::signing;
    using slipway::fuzz::require;
    const auto text = slipway::fuzz::text_of(data, size);
    const auto canonical = canonical_text(text);
    require(text.empty() || canonical_text(canonical + "\n") == canonical);

    const ClearSigned made{"SHA512", std::string(text),
                           "-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----\n"};
    const auto read = parse_clear_signed(render_clear_signed(made));
    require(read.ok() && read->hash == "SHA512" && read->armored_signature == made.armored_signature);
    require(canonical_text(read->text) == canonical);

    const auto parsed = parse_clear_signed(text);
    if (!parsed) return 0;
    const auto again = parse_clear_signed(render_clear_signed(*parsed));
    require(again.ok() && again->text == parsed->text && again->armored_signature == parsed->armored_signature);
    return 0;
}
