import { useStrictKlaviyo } from "./support/klaviyo";
import { testNo } from "./support/test-no";

const klaviyo = useStrictKlaviyo();

testNo(klaviyo, "the consent withdrawn");
testNo(klaviyo, "the run canceled");
