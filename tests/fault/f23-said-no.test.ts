import { useStrictKlaviyo } from "./support/klaviyo";
import { testNo } from "./support/test-no";

const klaviyo = useStrictKlaviyo();

testNo(klaviyo, "the connection removed");
testNo(klaviyo, "the export detached");
