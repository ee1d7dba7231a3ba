include_guard()
if(SLIPWAY_SANITIZE)
    add_compile_options(-fsanitize=${SLIPWAY_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    if(SLIPWAY_SANITIZE MATCHES address)
        # AddressSanitizer reports a null pointer that is followed, too, and a check of dynamic types would watch one cast.
        # Without these two, and with the check of an address as a call, a build costs a third less.
        add_compile_options(-fno-sanitize=null,vptr)
        if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
            add_compile_options("SHELL:--param asan-instrumentation-with-call-threshold=0")
        endif()
    endif()
    if(SLIPWAY_SANITIZE MATCHES thread)
        # Asio has fences, which GCC's ThreadSanitizer does not see; the scheduler's mutex orders the same accesses.
        add_compile_options(-Wno-tsan)
    endif()
    add_link_options(-fsanitize=${SLIPWAY_SANITIZE})
    # Some fifty test executables are linked; this linker takes a fraction of the time.
    find_program(SLIPWAY_LLD ld.lld)
    if(SLIPWAY_LLD)
        add_link_options(-fuse-ld=lld)
    endif()
endif()
