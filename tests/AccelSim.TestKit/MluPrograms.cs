namespace AccelSim.TestKit;

/// <summary>Programs for MLU chips that several projects run.</summary>
public static class MluPrograms
{
    /// <summary>Copies 16 KiB from one buffer to another through the NRAM of a core.</summary>
    /// <param name="repeat">Launches, one after the other.</param>
    public static string Copy(int repeat) => $"""
        .buffer a, f32, 4096, ramp
        .buffer b, f32, 4096
        .kernel copy, block
        .param a, b
        .reg a, r1
        .reg b, r2
        .reg n, r3
            ld.param a, a
            ld.param b, b
            li n, 16384
            memcpy.gdram2nram r0, a, n
            memcpy.nram2gdram b, r0, n
        .end
        .launch copy, 1 (a, b) repeat {repeat}

        """;
}
